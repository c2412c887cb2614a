import { formatRate } from "../../../units/units.ts";
import type { LoadResult } from "../../../benchmarks/mod.ts";
import type { Evidence } from "../_evidence.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import { utilizationSymptom } from "../_symptoms.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { worstBy } from "../_worst_by.ts";
import { isStarved } from "./client_saturation.ts";

/** In medians, what is under way at the end: 1 of answers that take alike, 2 of ever slower ones. */
const BEYOND_STEADY = 1.5;

/** A server of which more is asked than it can serve: what waits before it grows. */
export const OVERLOAD: Rule = { kind: "overload", about: "serving", examine };

function examine(evidence: Evidence): Examination {
  const { stretches } = evidence;
  if (stretches.length === 0) {
    return unknown("no clients at once were measured");
  }
  const worst = worstBy(
    stretches.filter((it) => it.load && isTooMuch(it.load) && !isStarved(it)),
    ({ load }) => load === undefined ? 0 : 1 - servedShare(load),
  );
  // Whoever waits for an answer before asking again cannot ask for too much.
  if (worst?.load === undefined) return CLEAR;
  const { load, path, serverLoop } = worst;
  const { achieved_rate, offered_rate = 0, throughput } = load;
  const ofSent = areTooFewSent(load);
  return found("overload", evidence, {
    certainty: serverLoop === undefined ? "likely" : "certain",
    seen: `Of ${formatRate(offered_rate)} that were due, ` +
      (ofSent
        ? `${
          formatRate(achieved_rate)
        } could be sent in time: all connections ` +
          "waited for answers, and what was due waited for them, ever longer."
        : `${formatRate(throughput)} were answered in time: what was sent ` +
          "waited at the server, ever longer."),
    symptoms: [
      {
        what: ofSent
          ? "sent in time, of what was due"
          : "answered in time, of what was due",
        metrics: [
          `${path}.${ofSent ? "achieved_rate" : "throughput"}`,
          `${path}.offered_rate`,
        ],
        value: servedShare(load),
        unit: "share",
        threshold: { side: "below", value: THRESHOLDS.leastOfOffered },
      },
      ...load.response_time === undefined ? [] : [{
        what: "99th percentile, with the wait",
        metrics: [`${path}.response_time.p99`],
        value: load.response_time.p99,
        unit: "s" as const,
      }],
      ...serverLoop === undefined
        ? []
        : [utilizationSymptom("the server's", serverLoop)],
    ],
    advice: [
      "Allow each connection more requests at once, or add connections: load --in-flight, --connections.",
      "Refuse early what cannot be served in time, so that the rest is.",
      "Make each call cheaper: profile the server under this load.",
      "Add servers behind a balancer.",
    ],
  });
}

/** Whether what was due stayed behind although it was answered, all of it, in the end. */
function isTooMuch(load: LoadResult): boolean {
  if (load.interrupted) return false;
  const refused = load.failed_requests - load.unsent_requests;
  return refused <= (1 - THRESHOLDS.leastSuccess) * load.total_requests &&
    (areTooFewSent(load) || areTooFewAnswered(load));
}

function areTooFewSent(
  { achieved_rate, offered_rate = 0 }: LoadResult,
): boolean {
  return achieved_rate < THRESHOLDS.leastOfOffered * offered_rate;
}

/**
 * Whether answers took ever longer. What is still under way at the end says nothing
 * by itself: those who wait for something else for long have many, and lose none. But
 * of answers that take ever longer, the last take twice as long as half of them do.
 */
function areTooFewAnswered(load: LoadResult): boolean {
  const { duration, offered_rate = 0, response_time, throughput } = load;
  if (response_time === undefined) return false;
  const steady = 1 - BEYOND_STEADY * response_time.median / duration;
  return throughput <
    Math.min(THRESHOLDS.leastOfOffered, steady) * offered_rate;
}

/** Of what was due, the part that was sent in time or, if all was, that was answered. */
function servedShare(load: LoadResult): number {
  const { achieved_rate, offered_rate = 0, throughput } = load;
  return (areTooFewSent(load) ? achieved_rate : throughput) / offered_rate;
}
