import type { Evidence } from "../_evidence.ts";
import { countedErrors } from "../_failures.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import { leastSuccess } from "../_success.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { CONNECTION_EXHAUSTION } from "./connection_exhaustion.ts";

/** Whoever is exhausted answers some requests, most of the time. */
const WRONG_REQUEST =
  "Make one request by hand: a server that answers none may not have what is asked for, or not take it as it is asked.";

/** A server that fails too many of its requests, for other reasons than their connections. */
export const SERVER_EXHAUSTION: Rule = {
  kind: "server_exhaustion",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { errors } = evidence;
  const success = leastSuccess(evidence);
  if (success === undefined) return unknown("no request was made");
  if (success.rate >= THRESHOLDS.leastSuccess) return CLEAR;
  if (CONNECTION_EXHAUSTION.examine(evidence).outcome === "found") return CLEAR;
  const why = errors.length === 0
    ? "; why was not kept."
    : `: ${countedErrors(errors)}.`;
  const isAll = success.rate === 0;
  return found("server_exhaustion", evidence, {
    // That requests fail was measured; that the server has run out of something, was not.
    certainty: isAll ? "possible" : "likely",
    seen: isAll
      ? `${success.when}${
        success.when === "" ? "No" : "no"
      } request succeeded${why}`
      : `${success.when || "All in all, "}too many requests failed${why}`,
    symptoms: success.symptoms,
    advice: [
      ...isAll ? [WRONG_REQUEST] : [],
      "Look what the server has logged: the errors say what it ran out of.",
      "Ask less of it at once, with fewer clients or a lower rate, to see from where on it fails.",
      "Make the pool larger that it ran out of, of connections to a database, say, or let calls wait for it.",
      "Give it more memory, files or processors, or add servers.",
    ],
  });
}
