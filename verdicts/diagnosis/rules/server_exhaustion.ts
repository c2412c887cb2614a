import type { Evidence } from "../_evidence.ts";
import { countedErrors } from "../_failures.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import {
  CONNECTION_EXHAUSTION,
  successSymptom,
} from "./connection_exhaustion.ts";

/** A server that fails too many of its requests, for other reasons than their connections. */
export const SERVER_EXHAUSTION: Rule = {
  kind: "server_exhaustion",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { errors, result: { failed_requests, success_rate } } = evidence;
  if (success_rate === undefined) return unknown("no request was made");
  if (success_rate >= THRESHOLDS.leastSuccess) return CLEAR;
  if (CONNECTION_EXHAUSTION.examine(evidence).outcome === "found") return CLEAR;
  return found("server_exhaustion", evidence, {
    certainty: "certain",
    seen: errors.length === 0
      ? "Too many requests failed; why was not kept."
      : `Too many requests failed: ${countedErrors(errors)}.`,
    symptoms: [
      successSymptom(success_rate),
      {
        what: "requests that failed",
        metrics: ["failed_requests"],
        value: failed_requests,
        unit: "count",
      },
    ],
    advice: [
      "Look what the server has logged: the errors say what it ran out of.",
      "Ask less of it at once, with fewer clients or a lower rate, to see from where on it fails.",
      "Make the pool larger that it ran out of, of connections to a database, say, or let calls wait for it.",
      "Give it more memory, files or processors, or add servers.",
    ],
  });
}
