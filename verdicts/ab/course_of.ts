import type { AbRecord } from "../../benchmarks/ab_record.ts";
import { RunningMoments } from "../../benchmarks/running_moments.ts";
import type { Interval } from "../statistics/interval.ts";
import { studentTTest } from "../statistics/student_t.ts";
import { AB_CONFIDENCE } from "./ab_confidence.ts";
import { logsOf, quadsOf } from "./quads.ts";

/** What was known after a quad. */
export interface CoursePoint {
  /** Seconds from the first block to the end of the quad. */
  readonly at: number;
  /** What B had, as a multiple of what A had, over all quads so far. */
  readonly ratio: number;
  /** Where the true ratio lay, at 99 %. */
  readonly interval: Interval;
}

/** Of fewer quads the interval is so wide that it hides all that follows. */
const LEAST_QUADS = 5;

/** How the change of the metric that decided became known, quad by quad. */
export function courseOf({ blocks, decided_by }: AbRecord): CoursePoint[] {
  const moments = new RunningMoments();
  return quadsOf(blocks).flatMap((quad) => {
    const last = quad[quad.length - 1];
    logsOf([quad], decided_by).forEach(({ ratio }) => moments.add(ratio));
    if (moments.count < LEAST_QUADS) return [];
    const { interval: [low, high] } = studentTTest(moments, {
      confidence: AB_CONFIDENCE,
    });
    return [{
      at: last.at + last.duration,
      ratio: Math.exp(moments.mean),
      interval: [Math.exp(low), Math.exp(high)],
    }];
  });
}
