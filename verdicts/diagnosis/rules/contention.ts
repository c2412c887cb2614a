import type { Evidence } from "../_evidence.ts";
import {
  isCrowded,
  leastTail,
  serverBusyness,
  waitsForProcessor,
} from "../_loop_state.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import type { Certainty } from "../server_finding.ts";
import type { Stretch } from "../_stretch.ts";
import {
  secondsSymptom,
  tailOf,
  tailSymptom,
  utilizationSymptom,
} from "../_symptoms.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { worstBy } from "../_worst_by.ts";
import { isStarved } from "./client_saturation.ts";
import { areUneven, spreadSymptoms } from "./uneven_clients.ts";

/** A loop that is looked at each 10 ms may have come later than anyone saw, but not twice as late. */
const BEYOND_LATE = 2;

/** Requests that wait for each other: most are quick, and some take very much longer. */
export const CONTENTION: Rule = {
  kind: "contention",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { result: { server_mode }, stretches } = evidence;
  if (!stretches.some(({ latency }) => latency)) {
    return unknown("no clients at once were measured");
  }
  const suspected = stretches.filter((it) => certaintyOf(it) !== undefined);
  if (suspected.length > 0 && suspected.every(areTooFew)) {
    return unknown(
      `fewer than ${THRESHOLDS.leastOfTail} requests at once were answered`,
    );
  }
  const worst = worstBy(
    suspected.filter((it) => !areTooFew(it)),
    ({ latency }) => latency === undefined ? 0 : tailOf(latency.value),
  );
  const certainty = worst && certaintyOf(worst);
  if (worst?.latency === undefined || certainty === undefined) return CLEAR;
  const { latency, serverLoop } = worst;
  const ofLoop = isLoopBusy(worst);
  return found("contention", evidence, {
    certainty,
    seen:
      `With ${worst.name}, most requests were quick and some took very much ` +
      `longer: they waited for others, ${waitedFor(worst)}.`,
    symptoms: [
      tailSymptom(
        latency,
        ofLoop ? THRESHOLDS.tailOfBusyLoop : THRESHOLDS.severeTail,
      ),
      secondsSymptom(
        "99th percentile",
        `${latency.path}.p99`,
        latency.value.p99,
        {
          side: "above",
          value: leastTail(worst),
        },
      ),
      ...serverLoop === undefined
        ? []
        : [utilizationSymptom("the server's", serverLoop)],
      ...spreadSymptoms(worst),
    ],
    advice: ofLoop
      ? [
        ...server_mode === "forking" ? [] : [
          "Serve each connection in a process of its own: the forking server.",
        ],
        "Move the calls that compute into web workers.",
        "Give long calls a server of their own, so that short ones do not wait for them.",
      ]
      : [
        "Let fewer clients ask at once: what waits for a lock costs both ends memory.",
        "Hold locks for shorter, and none while waiting for something else; order calls by key, not all of them.",
        "Make the pool larger that they wait for: connections to a database, say.",
        "Divide what the lock guards, among several servers if need be.",
      ],
  });
}

function waitedFor(stretch: Stretch): string {
  if (isLoopBusy(stretch)) return "for their turn on the event loop";
  return stretch.serverLoop === undefined
    ? "for a lock, a pool or a queue, or for the event loop, which was not watched"
    : "for a lock, a pool or a queue, while the event loop was free";
}

function isLoopBusy(stretch: Stretch): boolean {
  return serverBusyness(stretch) !== undefined;
}

/** Whether so few answers came that the slowest of them is all that there is of a tail. */
function areTooFew({ latency }: Stretch): boolean {
  return latency !== undefined && latency.value.count < THRESHOLDS.leastOfTail;
}

/** `undefined` if there is none, or if what makes some slow is known to be something else. */
function certaintyOf(stretch: Stretch): Certainty | undefined {
  const { latency, serverLoop } = stretch;
  if (latency === undefined || latency.value.p99 < leastTail(stretch)) {
    return undefined;
  }
  const tail = tailOf(latency.value);
  if (isStarved(stretch) || areUneven(stretch)) return undefined;
  if (isLoopBusy(stretch)) {
    return tail > THRESHOLDS.tailOfBusyLoop && !isByMachine(stretch)
      ? "likely"
      : undefined;
  }
  if (tail <= THRESHOLDS.severeTail) return undefined;
  if (serverLoop === undefined) {
    return isCrowded(stretch) ? undefined : "possible";
  }
  return isByLoops(stretch) ? undefined : "likely";
}

/** A tail that loops which came late explain needs no lock. */
function isByLoops({ clientLoop, latency, serverLoop }: Stretch): boolean {
  const late = (serverLoop?.value.delay.max ?? 0) +
    (clientLoop?.value.delay.max ?? 0);
  return latency !== undefined && latency.value.p99 <= BEYOND_LATE * late;
}

/** A loop that waited for a processor comes late though nobody holds it. */
function isByMachine(stretch: Stretch): boolean {
  return waitsForProcessor(stretch) && isByLoops(stretch);
}
