import type { Evidence } from "../evidence.ts";
import { isFree, isHeld, worstBy } from "../loop_state.ts";
import { CLEAR, type Examination, found, type Rule, unknown } from "../rule.ts";
import type { Certainty } from "../server_finding.ts";
import type { Measured, Stretch } from "../stretch.ts";
import { secondsSymptom, utilizationSymptom } from "../symptoms.ts";
import { THRESHOLDS } from "../thresholds.ts";
import type { Summary } from "../../../benchmarks/mod.ts";
import { latenciesOf } from "../latencies.ts";

/** A server that waits for something else: a database, a disk, another service. */
export const IO_WAIT: Rule = { kind: "io_wait", about: "serving", examine };

function examine(evidence: Evidence): Examination {
  const { connectionTime, floor, stretches } = evidence;
  const latencies = latenciesOf(evidence);
  if (latencies.length === 0) return unknown("latency");
  if (floor === undefined && connectionTime === undefined) {
    return unknown("neither the floor nor the time to connect");
  }
  const slow = latencies.filter((latency) => isFarAbove(latency, evidence));
  if (slow.length === 0) return CLEAR;
  const waited = stretches.filter((it) =>
    it.latency !== undefined && isFarAbove(it.latency, evidence)
  );
  if (!waited.some(({ serverLoop }) => serverLoop)) {
    return connectionTime === undefined
      ? unknown("the event loop of the server")
      : describe(evidence, slow[0], undefined, "possible");
  }
  const worst = worstBy(
    waited.filter(isWaitedFor),
    ({ latency }) => latency?.value.median ?? 0,
  );
  if (worst?.latency === undefined) return CLEAR;
  const certainty = connectionTime === undefined ? "possible" : "likely";
  return describe(evidence, worst.latency, worst, certainty);
}

/** Whether answers take far longer than the machine, the codec and the way explain. */
function isFarAbove(
  { value: { median } }: Measured<Summary>,
  { connectionTime, floor }: Evidence,
): boolean {
  return (floor === undefined ||
    median >= THRESHOLDS.farAboveFloor * floor.latency.median) &&
    (connectionTime === undefined ||
      median >= THRESHOLDS.aboveConnection * connectionTime.value.min);
}

/** Whether both ends were free while requests were waited for. */
function isWaitedFor({ clientLoop, latency, serverLoop }: Stretch): boolean {
  return serverLoop !== undefined && isFree(serverLoop) &&
    serverLoop.value.utilization < THRESHOLDS.freeLoop &&
    !(clientLoop !== undefined && isHeld(clientLoop)) &&
    latency !== undefined &&
    // What a loop that came late explains, needs nothing else.
    latency.value.median > THRESHOLDS.aboveConnection *
        (serverLoop.value.delay.mean + (clientLoop?.value.delay.mean ?? 0));
}

function describe(
  evidence: Evidence,
  latency: Measured<Summary>,
  stretch: Stretch | undefined,
  certainty: Certainty,
): Examination {
  const { connectionTime, floor } = evidence;
  const loop = stretch?.serverLoop;
  return found("io_wait", evidence, {
    certainty,
    seen: loop === undefined
      ? "Answers take far longer than the way there and back: the server computes " +
        "or waits. Which of the two was not measured."
      : "Answers take far longer than the machine and the way explain, and the " +
        "server's event loop is free meanwhile: it waits for something else.",
    symptoms: [
      secondsSymptom("median", `${latency.path}.median`, latency.value.median),
      ...floor === undefined ? [] : [{
        what: "median, in floors",
        metrics: [`${latency.path}.median`, "floor.latency.median"],
        value: latency.value.median / floor.latency.median,
        unit: "ratio" as const,
        threshold: {
          side: "above" as const,
          value: THRESHOLDS.farAboveFloor,
        },
      }],
      ...connectionTime === undefined ? [] : [{
        what: "median, in quickest connections",
        metrics: [`${latency.path}.median`, `${connectionTime.path}.min`],
        value: latency.value.median / connectionTime.value.min,
        unit: "ratio" as const,
        threshold: {
          side: "above" as const,
          value: THRESHOLDS.aboveConnection,
        },
      }],
      ...loop === undefined ? [] : [
        utilizationSymptom("the server's", loop, {
          side: "below",
          value: THRESHOLDS.freeLoop,
        }),
      ],
    ],
    advice: [
      "Measure what the service waits for: time its queries and its calls to others, or trace them with OpenTelemetry.",
      "Add the index that is missing, cache what does not change, ask for less.",
      "Wait for several things at once instead of one after another: Promise.all.",
      "Pool the connections to what is behind it.",
      "More clients at once get more answers per second: the loop has room for them, so no other process model is needed.",
    ],
  });
}
