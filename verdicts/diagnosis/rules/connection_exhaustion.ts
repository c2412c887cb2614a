import type { ErrorCount } from "../../../benchmarks/mod.ts";
import type { Evidence } from "../_evidence.ts";
import {
  type ConnectionFailure,
  connectionFailureOf,
  countedErrors,
} from "../_failures.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import type { Symptom } from "../server_finding.ts";
import { leastSuccess } from "../_success.ts";
import type { Derived } from "../_stretch.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { worstBy } from "../_worst_by.ts";

/** What to do about each, what costs least first. */
const ADVICE: Readonly<Record<ConnectionFailure, readonly string[]>> = {
  no_port: [
    "Keep connections open and reuse them: each that is closed holds its port for another minute.",
    "Spread the clients over more addresses, or over more machines.",
  ],
  no_file: [
    "Raise the limit of open files of the process that has run out: ulimit -n 65536.",
    "Pool connections: many calls may be under way on one.",
    "Close what is no longer used; run scenarios, whose leak check finds what is not.",
  ],
  refused: [
    "Look whether the server listens at this address, and what it has logged.",
    "Connect fewer clients at once, or over a longer time: the queue of those who wait to be accepted is short.",
    "Raise the limit of open files where the server runs: ulimit -n 65536.",
    "Pool connections: many calls may be under way on one.",
  ],
  not_made: [
    "Look what the server has logged: that it may open no more files, say.",
    "Raise the limit of open files where the server runs: ulimit -n 65536.",
    "Connect fewer clients at once, or over a longer time: the queue of those who wait to be accepted is short.",
    "Pool connections: many calls may be under way on one.",
  ],
  dropped: [
    "Look what the server, and whatever stands before it, have logged when they closed connections.",
    "Look for a limit of connections, in the server or in a proxy, and stay below it or raise it.",
    "Raise the limit of open files where the server runs: ulimit -n 65536.",
    "Pool connections: many calls may be under way on one.",
  ],
};

const SEEN: Readonly<Record<ConnectionFailure, string>> = {
  no_port: "No port was left for further connections",
  no_file: "No file could be opened for further connections",
  refused: "Connections were refused",
  not_made: "Connections did not come about",
  dropped: "Connections were closed by the other end",
};

/** Connections that do not come about, or do not stay. */
export const CONNECTION_EXHAUSTION: Rule = {
  kind: "connection_exhaustion",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { connectionErrors, errors } = evidence;
  const success = leastSuccess(evidence);
  if (success === undefined) return unknown("no request was made");
  const ofRequests = errors.filter((it) => connectionFailureOf(it));
  // Each that failed may have failed several requests, or none.
  const failures = connectionErrors.length > 0 ? connectionErrors : ofRequests;
  const worst = failures.toSorted((a, b) => b.count - a.count).at(0);
  const failure = (worst && connectionFailureOf(worst)) ?? "not_made";
  // Ports and files are told of by the system; a connection may be lost by chance.
  const told = failure === "no_port" || failure === "no_file";
  const many = success.rate < THRESHOLDS.leastSuccess;
  const isMostly = isMost(countOf(ofRequests), errors);
  const unconnected = worstBy(
    evidence.stretches.filter(({ connected }) =>
      connected !== undefined && connected.value < THRESHOLDS.leastSuccess
    ),
    ({ connected }) => 1 - (connected?.value ?? 1),
  )?.connected;
  if (!(isMostly && (many || told)) && unconnected === undefined) return CLEAR;
  return found("connection_exhaustion", evidence, {
    certainty: told ? "certain" : "likely",
    seen: SEEN[failure] +
      (failures.length === 0
        ? "; why was not kept."
        : `: ${countedErrors(failures)}.`),
    symptoms: [
      ...unconnected === undefined ? [] : [connectedSymptom(unconnected)],
      ...success.symptoms,
      ...failedConnections(evidence),
    ],
    advice: ADVICE[failure],
  });
}

function connectedSymptom({ metrics, value }: Derived): Symptom {
  return {
    what: "attempts to connect that succeeded",
    metrics,
    value,
    unit: "share",
    threshold: { side: "below", value: THRESHOLDS.leastSuccess },
  };
}

/** Whether that many are most of the errors that are no mere consequence. */
function isMost(failed: number, errors: readonly ErrorCount[]): boolean {
  return 2 * failed > countOf(errors.filter(({ kind }) => kind !== "unsent"));
}

function countOf(errors: readonly ErrorCount[]): number {
  return errors.reduce((sum, { count }) => sum + count, 0);
}

function failedConnections({ stretches }: Evidence): Symptom[] {
  return stretches.flatMap(({ load, path }) =>
    load === undefined || load.failed_connections === 0 ? [] : [{
      what: "connections that failed",
      metrics: [`${path}.failed_connections`],
      value: load.failed_connections,
      unit: "count" as const,
    }]
  );
}
