/**
 * Tests of whether two sets of samples differ, by how much, and how sure that is.
 *
 * @module
 */
export { type CliffsDelta, cliffsDelta } from "./cliffs_delta.ts";
export {
  type DependenceOptions,
  effectiveSampleSize,
} from "./effective_sample_size.ts";
export { fisherExact, type Proportion } from "./fisher_exact.ts";
export { type HedgesG, hedgesG } from "./hedges_g.ts";
export { hodgesLehmann, type Shift } from "./hodges_lehmann.ts";
export { holm } from "./holm.ts";
export type { ConfidenceOptions, Interval } from "./interval.ts";
export type { Magnitude } from "./magnitude.ts";
export { mannWhitney, type MannWhitneyTest } from "./mann_whitney.ts";
export { type Moments, momentsOf } from "./moments.ts";
export {
  proportionDifferenceInterval,
  proportionInterval,
} from "./proportion_interval.ts";
export type { MeansTest } from "./two_means.ts";
export { welchTTest } from "./welch_t.ts";
export { singleCaseTest } from "./single_case.ts";
export { signTest } from "./signs.ts";
export { type StudentTest, studentTTest } from "./student_t.ts";
