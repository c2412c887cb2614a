import { RunningMoments } from "../../benchmarks/running_moments.ts";
import { studentTTest } from "../statistics/student_t.ts";
import { AB_CONFIDENCE, LEAST_QUADS } from "./ab_confidence.ts";

/**
 * Tells when an experiment knows enough: once the interval of the change reaches
 * no further than the precision to each side.
 *
 * It looks at how wide the interval is, and never at where it lies. Who stops as
 * soon as there is a difference finds one sooner or later where there is none; the
 * width says nothing of the sign (Chow and Robbins, "On the Asymptotic Theory of
 * Fixed-Width Sequential Confidence Intervals for the Mean", Annals of Mathematical
 * Statistics 36(2), 1965).
 */
export class PrecisionRule {
  readonly #reach: number;
  readonly #logRatios = new RunningMoments();

  /** Takes how far the interval may reach, as a part of the change: 0.02. */
  constructor(precision: number) {
    this.#reach = Math.log1p(precision);
  }

  /** Takes in what a quad has found. */
  add(logRatio: number): void {
    this.#logRatios.add(logRatio);
  }

  /** Whether no more quads are needed. */
  get isMet(): boolean {
    if (this.#logRatios.count < LEAST_QUADS) return false;
    const { interval: [low, high] } = studentTTest(this.#logRatios, {
      confidence: AB_CONFIDENCE,
    });
    return (high - low) / 2 <= this.#reach;
  }
}
