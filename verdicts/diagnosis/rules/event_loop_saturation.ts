import type { Evidence } from "../_evidence.ts";
import { isCrowded, isHeld } from "../_loop_state.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import { mayBeHeld, type ServerHold, serverHoldOf } from "../_server_hold.ts";
import type { Certainty, Symptom } from "../server_finding.ts";
import type { Stretch } from "../_stretch.ts";
import {
  delaySymptom,
  longestDelaySymptom,
  machineSymptoms,
  secondsSymptom,
  tailSymptom,
  utilizationSymptom,
  workSymptom,
} from "../_symptoms.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { worstBy } from "../_worst_by.ts";

/** A server whose event loop is held by single calls, so that all others wait. */
export const EVENT_LOOP_SATURATION: Rule = {
  kind: "event_loop_saturation",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { result: { server_mode }, stretches } = evidence;
  if (stretches.length === 0) {
    return unknown("no clients at once were measured");
  }
  const worst = worstBy(
    stretches.filter((it) => serverHoldOf(it) !== undefined),
    ({ serverLoop }) => serverLoop?.value.delay.mean ?? 0,
  );
  const hold = worst && serverHoldOf(worst);
  if (worst === undefined || hold === undefined) {
    if (!stretches.every(isTold)) {
      return unknown(
        "the event loop of the server was not watched, or not for long enough",
      );
    }
    return stretches.some(mayBeHeld)
      ? unknown(
        "its event loop came late on a machine so busy that this may be why",
      )
      : CLEAR;
  }
  const manner = mannerOf(worst, hold);
  const forking = server_mode === "forking";
  return found("event_loop_saturation", evidence, {
    certainty: certaintyOf(worst, hold),
    seen:
      `With ${worst.name}, ${CALLS[hold]} held the server's event loop${
        DOING[manner]
      }: ` +
      (forking
        ? "nothing else was done on the same connection meanwhile."
        : "every other call waited for them."),
    symptoms: symptomsOf(worst, hold),
    advice: ADVICE[manner].filter((step) => !forking || step !== FORK),
  });
}

/** What held the loop did meanwhile, as far as is known. */
type Manner = "computing" | "waiting" | "unknown";

const CALLS: Readonly<Record<ServerHold, string>> = {
  always: "single calls",
  by_each_call: "each call",
  at_times: "a few calls",
};

const DOING: Readonly<Record<Manner, string>> = {
  computing: ", computing",
  waiting: ", waiting without letting it turn",
  unknown: "",
};

const PROFILE =
  "Profile the server to see which function holds it: rpcbench scenario does, or --inspect of deno run.";
const AVOID_SYNCHRONOUS =
  "Look for synchronous calls in the service: readFileSync, Atomics.wait, outputSync; take the asynchronous ones.";
const FORK =
  "Serve each connection in a process of its own: the forking server.";
const DIVIDE =
  "Move what computes into web workers, or cut it into pieces that let the loop turn.";

const ADVICE: Readonly<Record<Manner, readonly string[]>> = {
  computing: [PROFILE, FORK, DIVIDE, "Add servers behind a balancer."],
  waiting: [
    AVOID_SYNCHRONOUS,
    "Move what has no asynchronous form into web workers.",
  ],
  unknown: [PROFILE, AVOID_SYNCHRONOUS, DIVIDE],
};

function mannerOf(stretch: Stretch, hold: ServerHold): Manner {
  const utilization = stretch.serverLoop?.value.utilization ?? 0;
  switch (hold) {
    case "always":
      // Without a free processor, a loop that computes may run for little of the time.
      return utilization >= THRESHOLDS.freeLoop || isCrowded(stretch)
        ? "computing"
        : "waiting";
    case "by_each_call":
      return "computing";
    case "at_times":
      return "unknown";
  }
}

function certaintyOf({ serverLoop }: Stretch, hold: ServerHold): Certainty {
  if (hold === "at_times") return "possible";
  const utilization = serverLoop?.value.utilization ?? 0;
  return utilization >= THRESHOLDS.busyLoop ? "certain" : "likely";
}

/** The numbers that say so first. */
function symptomsOf(stretch: Stretch, hold: ServerHold): Symptom[] {
  const { latency, serverLoop, serverWork } = stretch;
  if (serverLoop === undefined) return [];
  const { utilization } = serverLoop.value;
  return [
    hold === "always"
      ? delaySymptom("the server's", serverLoop, {
        side: "above",
        value: isHeld(serverLoop) ? THRESHOLDS.heldLoop : THRESHOLDS.lateLoop,
      })
      : longestDelaySymptom("the server's", serverLoop, {
        side: "above",
        value: THRESHOLDS.noticeable,
      }),
    ...serverWork === undefined ? [] : [
      workSymptom(
        serverWork,
        hold === "by_each_call"
          ? { side: "above", value: THRESHOLDS.noticeable }
          : undefined,
      ),
    ],
    utilizationSymptom(
      "the server's",
      serverLoop,
      utilization >= THRESHOLDS.busyLoop
        ? { side: "above", value: THRESHOLDS.busyLoop }
        : undefined,
    ),
    ...latency === undefined ? [] : [
      secondsSymptom("median", `${latency.path}.median`, latency.value.median),
      ...hold === "at_times"
        ? [tailSymptom(latency, THRESHOLDS.severeTail)]
        : [],
    ],
    ...machineSymptoms(stretch),
  ];
}

/** Whether its loop was watched; or no request took as long as a loop is held for. */
function isTold({ latency, serverLoop }: Stretch): boolean {
  return serverLoop !== undefined ||
    latency !== undefined && latency.value.p99 < THRESHOLDS.heldLoop;
}
