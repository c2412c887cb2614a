import { requirePositiveNumber } from "../options.ts";
import type { ConstantPacing, Pacer } from "./pacer.ts";

/** A pacer of evenly spaced requests; see {@linkcode createPacer}. */
export function constantPacer({ rate }: ConstantPacing): Pacer {
  requirePositiveNumber("rate", rate);
  let count = 0;
  return { next: () => count++ / rate };
}
