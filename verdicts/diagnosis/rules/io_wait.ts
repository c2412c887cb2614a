import type { Evidence } from "../_evidence.ts";
import {
  clientBusyness,
  isComputed,
  isCrowded,
  isFree,
} from "../_loop_state.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import type { Certainty } from "../server_finding.ts";
import type { Measured, Stretch } from "../_stretch.ts";
import {
  floorsSymptom,
  secondsSymptom,
  utilizationSymptom,
} from "../_symptoms.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { worstBy } from "../_worst_by.ts";
import type { Summary } from "../../../benchmarks/mod.ts";
import { latenciesOf } from "../_latencies.ts";
import { isStarved } from "./client_saturation.ts";
import { spreadSymptoms } from "./uneven_clients.ts";

/** Where the event loop was not watched. */
const WHICH_OF_BOTH =
  "Find out whether the server computes or waits: look how busy its processor is meanwhile; what computes wants a profile, and what follows is for what waits.";

/** Where it was watched, and free. */
const LOOP_HAS_ROOM =
  "More clients at once get more answers per second: the loop has room for them, so no other process model is needed.";

/** A server that waits for something else: a database, a disk, another service. */
export const IO_WAIT: Rule = { kind: "io_wait", about: "serving", examine };

function examine(evidence: Evidence): Examination {
  const { connectionTime, stretches } = evidence;
  const latencies = latenciesOf(evidence);
  if (latencies.length === 0) return unknown("no latency was measured");
  const slow = latencies.filter((latency) => isFarAbove(latency, evidence));
  if (slow.length === 0) return CLEAR;
  const waited = stretches.filter((it) =>
    it.latency !== undefined && isFarAbove(it.latency, evidence)
  );
  if (!waited.some(({ serverLoop }) => serverLoop)) {
    return connectionTime === undefined
      ? unknown(
        "the event loop of the server was not watched, or not for long enough",
      )
      : describe(evidence, slow[0], undefined, "possible");
  }
  const worst = worstBy(
    waited.filter(isWaitedFor),
    ({ latency }) => latency?.value.median ?? 0,
  );
  if (worst?.latency === undefined) return CLEAR;
  const certainty = connectionTime === undefined || isCrowded(worst)
    ? "possible"
    : "likely";
  return describe(evidence, worst.latency, worst, certainty);
}

/** Whether answers take far longer than the machine, the codec and the way explain. */
function isFarAbove(
  { value: { median } }: Measured<Summary>,
  { connectionTime, roundTrip }: Evidence,
): boolean {
  return median >= THRESHOLDS.noticeable &&
    median >= THRESHOLDS.farAboveFloor * roundTrip.seconds &&
    (connectionTime === undefined ||
      median >= THRESHOLDS.aboveConnection * connectionTime.value.min);
}

/** Whether both ends were free while requests were waited for. */
function isWaitedFor(stretch: Stretch): boolean {
  const { clientLoop, latency, serverLoop } = stretch;
  return serverLoop !== undefined && isFree(serverLoop) &&
    serverLoop.value.utilization < THRESHOLDS.freeLoop &&
    !isStarved(stretch) && clientBusyness(stretch) === undefined &&
    !isComputed(stretch) &&
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
  const { connectionTime, roundTrip } = evidence;
  const loop = stretch?.serverLoop;
  return found("io_wait", evidence, {
    certainty,
    seen: loop === undefined
      ? "Answers take far longer than the way there and back: the server computes " +
        "or waits. Which of the two was not measured."
      : "Answers take far longer than the machine and the way explain, and the " +
        "server's event loop is free meanwhile: it waits for something else.",
    symptoms: [
      secondsSymptom("median", `${latency.path}.median`, latency.value.median, {
        side: "above",
        value: THRESHOLDS.noticeable,
      }),
      floorsSymptom(
        "median",
        { path: `${latency.path}.median`, value: latency.value.median },
        roundTrip,
      ),
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
      ...stretch === undefined ? [] : spreadSymptoms(stretch),
    ],
    advice: [
      ...loop === undefined ? [WHICH_OF_BOTH] : [],
      "Measure what the service waits for: time its queries and its calls to others, or trace them with OpenTelemetry.",
      "Add the index that is missing, cache what does not change, ask for less.",
      "Wait for several things at once instead of one after another: Promise.all.",
      "Pool the connections to what is behind it.",
      ...loop === undefined ? [] : [LOOP_HAS_ROOM],
    ],
  });
}
