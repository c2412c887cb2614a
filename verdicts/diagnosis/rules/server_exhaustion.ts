import type { Evidence } from "../_evidence.ts";
import { countedErrors, unsentOf } from "../_failures.ts";
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
import { OVERLOAD } from "./overload.ts";

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
  if (
    sentSuccess(evidence) >= THRESHOLDS.leastSuccess && isOverload(evidence)
  ) {
    return CLEAR;
  }
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

/** The part that succeeded of what the server was asked at all. */
function sentSuccess({ errors, result }: Evidence): number {
  const { failed_requests, total_requests } = result;
  return (total_requests - failed_requests) /
    (total_requests - unsentOf(errors));
}

function isOverload(evidence: Evidence): boolean {
  return OVERLOAD.examine(evidence).outcome === "found";
}
