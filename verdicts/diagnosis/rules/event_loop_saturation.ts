import type { Evidence } from "../_evidence.ts";
import { isCrowded, isHeld, isServerHeld } from "../_loop_state.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import type { Stretch } from "../_stretch.ts";
import {
  delaySymptom,
  machineSymptom,
  secondsSymptom,
  utilizationSymptom,
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
    stretches.filter(isServerHeld),
    ({ serverLoop }) => serverLoop?.value.delay.mean ?? 0,
  );
  if (worst?.serverLoop === undefined) {
    return stretches.every(isTold)
      ? CLEAR
      : unknown("the event loop of the server was not watched");
  }
  const { latency, machine, serverLoop } = worst;
  const { utilization } = serverLoop.value;
  // Without a free processor, a loop that computes may run for little of the time.
  const computes = utilization >= THRESHOLDS.freeLoop || isCrowded(worst);
  return found("event_loop_saturation", evidence, {
    certainty: utilization >= THRESHOLDS.busyLoop ? "certain" : "likely",
    seen: `With ${worst.name}, single calls held the server's event loop, ` +
      (computes ? "computing" : "waiting without letting it turn") +
      ": every other call waited for them.",
    symptoms: [
      delaySymptom("the server's", serverLoop, {
        side: "above",
        value: isHeld(serverLoop) ? THRESHOLDS.heldLoop : THRESHOLDS.lateLoop,
      }),
      utilizationSymptom(
        "the server's",
        serverLoop,
        utilization >= THRESHOLDS.busyLoop
          ? { side: "above", value: THRESHOLDS.busyLoop }
          : undefined,
      ),
      ...latency === undefined ? [] : [
        secondsSymptom(
          "median",
          `${latency.path}.median`,
          latency.value.median,
        ),
      ],
      ...machine === undefined ? [] : [machineSymptom(machine)],
    ],
    advice: computes
      ? [
        "Profile the server to see which function holds it: rpcbench scenario does, or --inspect of deno run.",
        ...server_mode === "forking" ? [] : [
          "Serve each connection in a process of its own: the forking server.",
        ],
        "Move what computes into web workers, or cut it into pieces that let the loop turn.",
        "Add servers behind a balancer.",
      ]
      : [
        "Look for synchronous calls in the service: readFileSync, Atomics.wait, outputSync; take the asynchronous ones.",
        "Move what has no asynchronous form into web workers.",
      ],
  });
}

/** Whether its loop was watched; or no request took as long as a loop is held for. */
function isTold({ latency, serverLoop }: Stretch): boolean {
  return serverLoop !== undefined ||
    latency !== undefined && latency.value.p99 < THRESHOLDS.heldLoop;
}
