import { formatRate } from "../../../units/units.ts";
import type { LoadResult } from "../../../benchmarks/mod.ts";
import type { Evidence } from "../evidence.ts";
import { worstBy } from "../loop_state.ts";
import { CLEAR, type Examination, found, type Rule, unknown } from "../rule.ts";
import type { Stretch } from "../stretch.ts";
import { utilizationSymptom } from "../symptoms.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** A server of which more is asked than it can serve: what waits before it grows. */
export const OVERLOAD: Rule = { kind: "overload", about: "serving", examine };

function examine(evidence: Evidence): Examination {
  const { stretches } = evidence;
  if (stretches.length === 0) return unknown("clients at once");
  const worst = worstBy(
    stretches.filter(({ load }) => load !== undefined && isTooMuch(load)),
    ({ load }) => 1 - answeredShare(load),
  );
  // Whoever waits for an answer before asking again cannot ask for too much.
  if (worst?.load === undefined) return CLEAR;
  const { load, path, serverLoop } = worst;
  return found("overload", evidence, {
    certainty: serverLoop === undefined ? "likely" : "certain",
    seen:
      `Of ${formatRate(load.offered_rate ?? 0)} that were due, the server ` +
      `answered ${
        formatRate(load.throughput)
      } in time: the rest waited, ever longer.`,
    symptoms: [
      {
        what: "answered in time, of what was due",
        metrics: [`${path}.throughput`, `${path}.offered_rate`],
        value: answeredShare(load),
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

/** Whether answers stayed behind although the generator had sent in time, or could not for want of answers. */
function isTooMuch(
  { duration, generator, interrupted, offered_rate, ...load }: LoadResult,
): boolean {
  return offered_rate !== undefined && !interrupted && duration > 0 &&
    load.failed_requests - load.unsent_requests <
      (1 - THRESHOLDS.leastSuccess) * load.total_requests &&
    generator.late_share < THRESHOLDS.mostLateSends &&
    load.throughput < THRESHOLDS.leastOfOffered * offered_rate;
}

function answeredShare(load: Stretch["load"]): number {
  return load?.offered_rate === undefined
    ? 1
    : load.throughput / load.offered_rate;
}
