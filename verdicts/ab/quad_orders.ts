import type { AbSide } from "../../benchmarks/ab_record.ts";
import { seededRandom } from "../../benchmarks/seeded_random.ts";

/** In which order the four blocks of a quad are measured. */
export type QuadOrder = readonly [AbSide, AbSide, AbSide, AbSide];

const ABBA: QuadOrder = ["a", "b", "b", "a"];
const BAAB: QuadOrder = ["b", "a", "a", "b"];

/**
 * The orders of one quad after another, without an end: A B B A or B A A B, each
 * as likely as the other, the same for the same seed.
 *
 * In either, whatever grows evenly weighs on both sides alike. Which of the two it
 * is, is drawn by lot, so that nothing else that the machine does, however regular
 * or lasting, can favour one side: of equal sides, what speaks for A speaks for B
 * as often.
 */
export function* quadOrders(seed: number): Generator<QuadOrder, never> {
  const random = seededRandom(seed);
  for (;;) yield random() < 0.5 ? ABBA : BAAB;
}
