import type { EventLoopUsage, Summary } from "../../benchmarks/mod.ts";
import type { RoundTrip } from "./_evidence.ts";
import type { Derived, Measured, Stretch } from "./_stretch.ts";
import { THRESHOLDS } from "./_thresholds.ts";
import type { Symptom } from "./server_finding.ts";

/** The 99th percentile in medians, of which it had to be above so many. */
export function tailSymptom(
  { path, value }: Measured<Summary>,
  threshold?: number,
): Symptom {
  return {
    what: "99th percentile, in medians",
    metrics: [`${path}.p99`, `${path}.median`],
    value: tailOf(value),
    unit: "ratio",
    ...threshold !== undefined &&
      { threshold: { side: "above", value: threshold } },
  };
}

/** The 99th percentile in medians. */
export function tailOf({ median, p99 }: Summary): number {
  return median > 0 ? p99 / median : 0;
}

/** How busy an event loop was. */
export function utilizationSymptom(
  whose: string,
  { path, value }: Measured<EventLoopUsage>,
  threshold?: Symptom["threshold"],
): Symptom {
  return {
    what: `${whose} event loop busy`,
    metrics: [`${path}.utilization`],
    value: value.utilization,
    unit: "share",
    ...threshold && { threshold },
  };
}

/** The greater of the thresholds that a busy loop is above. */
export function busynessThreshold(
  { value: { utilization } }: Measured<EventLoopUsage>,
): Symptom["threshold"] {
  const { busyLoop, freeLoop } = THRESHOLDS;
  const value = utilization >= busyLoop ? busyLoop : freeLoop;
  return { side: "above", value };
}

/** How late an event loop turned. */
export function delaySymptom(
  whose: string,
  { path, value }: Measured<EventLoopUsage>,
  threshold?: Symptom["threshold"],
): Symptom {
  return {
    what: `${whose} event loop late, on average`,
    metrics: [`${path}.delay.mean`],
    value: value.delay.mean,
    unit: "s",
    ...threshold && { threshold },
  };
}

/** How late an event loop turned at worst. */
export function longestDelaySymptom(
  whose: string,
  { path, value }: Measured<EventLoopUsage>,
  threshold?: Symptom["threshold"],
): Symptom {
  return {
    what: `${whose} event loop late, at worst`,
    metrics: [`${path}.delay.max`],
    value: value.delay.max,
    unit: "s",
    ...threshold && { threshold },
  };
}

/** How long the server's processes computed for a request. */
export function workSymptom(
  { metrics, value }: Derived,
  threshold?: Symptom["threshold"],
): Symptom {
  return {
    what: "processor time of the server per request",
    metrics,
    value,
    unit: "s",
    ...threshold && { threshold },
  };
}

/** A number in seconds. */
export function secondsSymptom(
  what: string,
  metric: string,
  value: number,
  threshold?: Symptom["threshold"],
): Symptom {
  return {
    what,
    metrics: [metric],
    value,
    unit: "s",
    ...threshold && { threshold },
  };
}

/** How busy the machine was, and how long processes waited for it. */
export function machineSymptoms(
  { machine, processorWait }: Stretch,
): Symptom[] {
  return [
    ...machine === undefined ? [] : [{
      what: "all processors busy",
      metrics: [machine.path],
      value: 100 * machine.value,
      unit: "%" as const,
    }],
    ...processorWait === undefined ? [] : [{
      what: "event loop that waits for a processor",
      metrics: processorWait.metrics,
      value: processorWait.value,
      unit: "share" as const,
    }],
  ];
}

/** How many round trips of the floor a latency is, which were too many. */
export function floorsSymptom(
  what: string,
  latency: Measured<number>,
  roundTrip: RoundTrip,
): Symptom {
  const { metric, seconds } = roundTrip;
  return {
    what: `${what}, in ${
      metric === undefined ? "usual round trips" : "floors"
    }`,
    metrics: [latency.path, ...metric === undefined ? [] : [metric]],
    value: latency.value / seconds,
    unit: "ratio",
    threshold: { side: "above", value: THRESHOLDS.farAboveFloor },
  };
}
