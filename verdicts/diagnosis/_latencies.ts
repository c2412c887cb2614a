import type { Summary } from "../../benchmarks/mod.ts";
import type { Evidence } from "./_evidence.ts";
import type { Measured } from "./_stretch.ts";

/** What requests took, wherever that was measured: one after another first. */
export function latenciesOf(
  { result: { latency }, stretches }: Evidence,
): Measured<Summary>[] {
  return [
    ...latency === undefined ? [] : [{ path: "latency", value: latency }],
    ...stretches.flatMap((it) => it.latency ?? []),
  ];
}
