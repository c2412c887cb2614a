import type { Evidence } from "../_evidence.ts";
import {
  clientBusyness,
  isComputed,
  isFree,
  isHeld,
  serverBusyness,
} from "../_loop_state.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import type { Certainty, Symptom } from "../server_finding.ts";
import type { Stretch } from "../_stretch.ts";
import {
  busynessThreshold,
  delaySymptom,
  secondsSymptom,
  utilizationSymptom,
} from "../_symptoms.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { worstBy } from "../_worst_by.ts";

/** A load generator that has no time to send requests, or to take their answers. */
export const CLIENT_SATURATION: Rule = {
  kind: "client_saturation",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { stretches } = evidence;
  if (!stretches.some((it) => it.clientLoop ?? it.load)) {
    return stretches.some(isSlow) || stretches.length === 0
      ? unknown(
        "the event loop of the clients was not watched, or not for long enough",
      )
      : CLEAR;
  }
  const worst = worstBy(
    stretches.filter(isStarved),
    ({ clientLoop }) => clientLoop?.value.utilization ?? 0,
  );
  if (worst === undefined) return CLEAR;
  return found("client_saturation", evidence, {
    certainty: certaintyOf(worst),
    seen:
      `With ${worst.name}, the clients had no time to send what was due or ` +
      "to take what was answered: the times are theirs, not the server's.",
    symptoms: symptomsOf(worst),
    advice: [
      "Do less with each answer, or do it after the run.",
      "Make the load with more threads: load --threads.",
      "Make it with fewer clients, or at a lower rate.",
      "Make it on another machine, or on several.",
    ],
  });
}

/**
 * Whether the clients had no time: their loop was held; or they worked all the time,
 * and sent late, or took answers late of a server that was not busy.
 */
export function isStarved(stretch: Stretch): boolean {
  const { clientLoop, load } = stretch;
  if (clientLoop !== undefined && isHeld(clientLoop)) return true;
  if (clientBusyness(stretch) === undefined) return false;
  return isLate(load) || isAwaited(stretch);
}

function isLate(load: Stretch["load"]): boolean {
  return load?.loop === "open" &&
    load.generator.late_share >= THRESHOLDS.mostLateSends;
}

/** Whether answers took long that the server did not, as far as is known. */
function isAwaited(stretch: Stretch): boolean {
  const { latency, serverLoop } = stretch;
  return latency !== undefined &&
    latency.value.median >= THRESHOLDS.noticeable &&
    serverLoop !== undefined && !isHeld(serverLoop) &&
    serverBusyness(stretch) === undefined && !isComputed(stretch);
}

/** Without the server's side, or with both ends busy, it may be both. */
function certaintyOf(stretch: Stretch): Certainty {
  const { clientLoop, serverLoop } = stretch;
  if (serverLoop === undefined) return "likely";
  if (!isFree(serverLoop)) return "possible";
  const held = clientLoop !== undefined && isHeld(clientLoop);
  return held ? "certain" : clientBusyness(stretch) ?? "likely";
}

function symptomsOf(
  stretch: Stretch,
): Symptom[] {
  const { clientLoop, latency, load, path, serverLoop } = stretch;
  const heldLoop = { side: "above", value: THRESHOLDS.heldLoop } as const;
  return [
    ...clientLoop === undefined ? [] : [
      delaySymptom(
        "the clients'",
        clientLoop,
        isHeld(clientLoop) ? heldLoop : undefined,
      ),
      utilizationSymptom(
        "the clients'",
        clientLoop,
        isAwaited(stretch) &&
          clientLoop.value.utilization >= THRESHOLDS.freeLoop
          ? busynessThreshold(clientLoop)
          : undefined,
      ),
    ],
    ...load === undefined ? [] : [
      {
        what: "requests that left late",
        metrics: [`${path}.generator.late_share`],
        value: load.generator.late_share,
        unit: "share" as const,
        ...isLate(load) && {
          threshold: {
            side: "above" as const,
            value: THRESHOLDS.mostLateSends,
          },
        },
      },
      {
        what: "the generator's use of a processor, per thread",
        metrics: [`${path}.generator.cpu`],
        value: load.generator.cpu,
        unit: "share" as const,
      },
    ],
    ...serverLoop === undefined
      ? []
      : [utilizationSymptom("the server's", serverLoop)],
    ...latency === undefined ? [] : [
      secondsSymptom("median", `${latency.path}.median`, latency.value.median),
    ],
  ];
}

/** Whether requests took long enough for a held loop to be a reason. */
function isSlow({ latency }: Stretch): boolean {
  return latency === undefined || latency.value.p99 >= THRESHOLDS.heldLoop;
}
