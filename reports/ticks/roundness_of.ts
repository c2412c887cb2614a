import type { Axis } from "../chart.ts";
import type { Roundness } from "./round_values.ts";

/** Which values of an axis are round: bytes go by powers of two. */
export function roundnessOf({ quantity, scale }: Axis): Roundness {
  return {
    scale,
    base: quantity === "bytes" ? 2 : 10,
    isWhole: quantity === "count",
  };
}
