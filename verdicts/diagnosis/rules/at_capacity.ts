import type { Evidence } from "../_evidence.ts";
import { serverBusyness } from "../_loop_state.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import { isTailByMachine, mayBeHeld, serverHoldOf } from "../_server_hold.ts";
import type { Stretch } from "../_stretch.ts";
import {
  busynessThreshold,
  machineSymptoms,
  tailOf,
  tailSymptom,
  utilizationSymptom,
} from "../_symptoms.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { worstBy } from "../_worst_by.ts";

/** A server that does all it can, and does so evenly. */
export const AT_CAPACITY: Rule = {
  kind: "at_capacity",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { result: { server_mode }, stretches } = evidence;
  if (stretches.length === 0) {
    return unknown("no clients at once were measured");
  }
  const worst = worstBy(
    stretches.filter(isAtCapacity),
    ({ serverLoop }) => serverLoop?.value.utilization ?? 0,
  );
  // Whether a server that was not watched could do more, more clients tell as well.
  if (worst?.serverLoop === undefined) return CLEAR;
  const { latency, serverLoop } = worst;
  return found("at_capacity", evidence, {
    weight: "remark",
    certainty: serverBusyness(worst) ?? "possible",
    seen:
      `With ${worst.name}, the server's event loop had always something to do` +
      (mayBeHeld(worst) ? "" : ", and no call held it for long") +
      ": more clients would wait longer, and get no more done.",
    symptoms: [
      utilizationSymptom(
        "the server's",
        serverLoop,
        busynessThreshold(serverLoop),
      ),
      ...latency === undefined ? [] : [tailSymptom(latency)],
      ...machineSymptoms(worst),
    ],
    advice: [
      "Profile the server, and make what it does most cheaper.",
      ...server_mode === "forking"
        ? []
        : ["Use more processors: the forking server, or web workers."],
      "Add servers behind a balancer.",
    ],
  });
}

function isAtCapacity(stretch: Stretch): boolean {
  const { latency } = stretch;
  return serverBusyness(stretch) !== undefined &&
    serverHoldOf(stretch) === undefined &&
    (latency === undefined || isTailByMachine(stretch) ||
      tailOf(latency.value) <= THRESHOLDS.severeTail);
}
