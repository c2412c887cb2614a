import type { Evidence } from "../evidence.ts";
import { busyness, isHeld, worstBy } from "../loop_state.ts";
import { CLEAR, type Examination, found, type Rule, unknown } from "../rule.ts";
import type { Certainty } from "../server_finding.ts";
import type { Measured, Stretch } from "../stretch.ts";
import type { EventLoopUsage } from "../../../benchmarks/mod.ts";
import {
  delaySymptom,
  machineSymptom,
  utilizationSymptom,
} from "../symptoms.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** A server whose event loop is held by single calls, so that all others wait. */
export const EVENT_LOOP_SATURATION: Rule = {
  kind: "event_loop_saturation",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { result: { server_mode }, stretches } = evidence;
  if (stretches.length === 0) return unknown("clients at once");
  const worst = worstBy(
    stretches.filter((it) => certaintyOf(it) !== undefined),
    ({ serverLoop }) => serverLoop?.value.delay.mean ?? 0,
  );
  const certainty = worst && certaintyOf(worst);
  if (worst?.serverLoop === undefined || certainty === undefined) {
    return stretches.every(isTold)
      ? CLEAR
      : unknown("the event loop of the server");
  }
  const { machine, serverLoop } = worst;
  const computes = busyness(serverLoop, worst) !== undefined;
  return found("event_loop_saturation", evidence, {
    certainty,
    seen: `With ${worst.name}, single calls held the server's event loop, ` +
      (computes ? "computing" : "waiting without letting it turn") +
      ": every other call waited for them.",
    symptoms: [
      delaySymptom("the server's", serverLoop, {
        side: "above",
        value: THRESHOLDS.heldLoop,
      }),
      utilizationSymptom(
        "the server's",
        serverLoop,
        serverLoop.value.utilization >= THRESHOLDS.busyLoop
          ? { side: "above", value: THRESHOLDS.busyLoop }
          : undefined,
      ),
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

/** How sure it is that calls hold the loop; `undefined` if they do not. */
function certaintyOf(stretch: Stretch): Certainty | undefined {
  const { machine, serverLoop } = stretch;
  if (serverLoop === undefined || !isHeld(serverLoop)) return undefined;
  const busy = busyness(serverLoop, stretch);
  if (busy !== undefined) return busy;
  // It did not run much: it waited for something, or for a processor.
  return hasRoom(machine, serverLoop) ? "possible" : undefined;
}

function hasRoom(
  machine: Measured<number> | undefined,
  { value: { utilization } }: Measured<EventLoopUsage>,
): boolean {
  const free = 1 - (machine?.value ?? 1);
  return free > 1 - THRESHOLDS.busyMachine &&
    utilization < THRESHOLDS.busyLoop;
}

/** Whether its loop was watched; or no request took as long as a loop is held for. */
function isTold({ latency, serverLoop }: Stretch): boolean {
  return serverLoop !== undefined ||
    latency !== undefined && latency.value.p99 < THRESHOLDS.heldLoop;
}
