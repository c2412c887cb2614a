import type { Summary } from "../../../benchmarks/mod.ts";
import type { Evidence, RoundTrip } from "../_evidence.ts";
import { latenciesOf } from "../_latencies.ts";
import { isComputed, isHeld } from "../_loop_state.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import type { Measured } from "../_stretch.ts";
import type { Symptom } from "../server_finding.ts";
import { floorsSymptom, secondsSymptom } from "../_symptoms.ts";
import { THRESHOLDS } from "../_thresholds.ts";

/** A way to the server that takes most of the time, of a connection and of an answer alike. */
export const NETWORK_LATENCY: Rule = {
  kind: "network_latency",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { connectionTime, roundTrip, result: { host } } = evidence;
  const quickest = latenciesOf(evidence).toSorted((a, b) =>
    a.value.min - b.value.min
  ).at(0);
  if (quickest === undefined) return unknown("no latency was measured");
  const leastSlow = Math.max(
    THRESHOLDS.noticeable,
    THRESHOLDS.farAboveFloor * roundTrip.seconds,
  );
  if (quickest.value.min < leastSlow) return CLEAR;
  if (connectionTime === undefined) {
    return host === undefined
      ? CLEAR
      : unknown("the time to connect was not measured");
  }
  const { min } = connectionTime.value;
  const isShared = min >= THRESHOLDS.leastOfAnswer * quickest.value.min &&
    quickest.value.min < THRESHOLDS.aboveConnection * min;
  if (!isShared || isExplained(evidence, min)) return CLEAR;
  return found("network_latency", evidence, {
    certainty: host === undefined ? "likely" : "certain",
    seen:
      "Even the quickest connection and the quickest answer take long, and " +
      "about alike: that is the way to the server and back" +
      (host === undefined ? "." : `, which is at ${host}.`),
    symptoms: symptomsOf(quickest, connectionTime, roundTrip),
    advice: [
      "Make fewer round trips: send many calls at once, in a batch or without waiting for each, and return all that is needed in one answer.",
      "Keep connections open: each new one takes the same way, more than once if it is encrypted.",
      "Look for what is on the way and slow, as a proxy, a tunnel or a balancer.",
      "Bring clients and server closer together.",
    ],
  });
}

/** Whether a server that computes, or event loops that turn late, explain it as well. */
function isExplained({ stretches }: Evidence, time: number): boolean {
  return stretches.some((stretch) =>
    isComputed(stretch) ||
    [stretch.clientLoop, stretch.serverLoop].some((loop) =>
      loop !== undefined && isHeld(loop) && loop.value.delay.mean >= time / 2
    )
  );
}

function symptomsOf(
  quickest: Measured<Summary>,
  connectionTime: Measured<Summary>,
  roundTrip: RoundTrip,
): Symptom[] {
  return [
    secondsSymptom(
      "quickest answer",
      `${quickest.path}.min`,
      quickest.value.min,
      { side: "above", value: THRESHOLDS.noticeable },
    ),
    secondsSymptom(
      "quickest connection",
      `${connectionTime.path}.min`,
      connectionTime.value.min,
    ),
    floorsSymptom(
      "quickest answer",
      { path: `${quickest.path}.min`, value: quickest.value.min },
      roundTrip,
    ),
  ];
}
