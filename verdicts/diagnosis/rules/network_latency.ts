import type { Summary } from "../../../benchmarks/mod.ts";
import type { Evidence } from "../evidence.ts";
import { latenciesOf } from "../latencies.ts";
import { isHeld } from "../loop_state.ts";
import { CLEAR, type Examination, found, type Rule, unknown } from "../rule.ts";
import type { Measured } from "../stretch.ts";
import type { Symptom } from "../server_finding.ts";
import { secondsSymptom } from "../symptoms.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** A way to the server that takes most of the time, of a connection and of an answer alike. */
export const NETWORK_LATENCY: Rule = {
  kind: "network_latency",
  about: "serving",
  examine,
};

function examine(evidence: Evidence): Examination {
  const { connectionTime, floorHere, result: { host } } = evidence;
  const quickest = latenciesOf(evidence).toSorted((a, b) =>
    a.value.min - b.value.min
  ).at(0);
  if (quickest === undefined) return unknown("latency");
  if (floorHere === undefined) return unknown("the floor");
  const times = quickest.value.min / floorHere.latency.median;
  if (times < THRESHOLDS.farAboveFloor) return CLEAR;
  if (connectionTime === undefined) {
    return host === undefined ? CLEAR : unknown("the time to connect");
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
    symptoms: symptomsOf(quickest, connectionTime, times),
    advice: [
      "Make fewer round trips: send many calls at once, in a batch or without waiting for each, and return all that is needed in one answer.",
      "Keep connections open: each new one takes the same way, more than once if it is encrypted.",
      "Look for what is on the way and slow, as a proxy, a tunnel or a balancer.",
      "Bring clients and server closer together.",
    ],
  });
}

/** Whether event loops that turn late explain it as well. */
function isExplained({ stretches }: Evidence, time: number): boolean {
  return stretches.some(({ clientLoop, serverLoop }) =>
    [clientLoop, serverLoop].some((loop) =>
      loop !== undefined && isHeld(loop) && loop.value.delay.mean >= time / 2
    )
  );
}

function symptomsOf(
  quickest: Measured<Summary>,
  connectionTime: Measured<Summary>,
  times: number,
): Symptom[] {
  return [
    secondsSymptom(
      "quickest answer",
      `${quickest.path}.min`,
      quickest.value.min,
    ),
    secondsSymptom(
      "quickest connection",
      `${connectionTime.path}.min`,
      connectionTime.value.min,
    ),
    {
      what: "quickest answer, in floors",
      metrics: [`${quickest.path}.min`, "floor.latency.median"],
      value: times,
      unit: "ratio",
      threshold: { side: "above", value: THRESHOLDS.farAboveFloor },
    },
  ];
}
