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
import type { Stretch } from "../_stretch.ts";
import { utilizationSymptom } from "../_symptoms.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { worstBy } from "../_worst_by.ts";
import { isStarved } from "./client_saturation.ts";

/** A server of which more is asked than it can serve: what waits before it grows. */
export const OVERLOAD: Rule = { kind: "overload", about: "serving", examine };

function examine(evidence: Evidence): Examination {
  const { stretches } = evidence;
  if (stretches.length === 0) {
    return unknown("no clients at once were measured");
  }
  const worst = worstBy(
    stretches.filter((it) => it.load && isTooMuch(it.load) && !isStarved(it)),
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

/** Whether answers stayed behind although they came, all of them, in the end. */
function isTooMuch(load: LoadResult): boolean {
  const { interrupted, offered_rate: offered, throughput } = load;
  if (offered === undefined || interrupted) return false;
  const refused = load.failed_requests - load.unsent_requests;
  return refused <= (1 - THRESHOLDS.leastSuccess) * load.total_requests &&
    throughput < THRESHOLDS.leastOfOffered * offered;
}

function answeredShare(load: Stretch["load"]): number {
  return load?.offered_rate === undefined
    ? 1
    : load.throughput / load.offered_rate;
}
