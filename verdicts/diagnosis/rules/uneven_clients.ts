import { summarize, type Summary } from "../../../benchmarks/mod.ts";
import type { Evidence } from "../_evidence.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import type { Symptom, Threshold } from "../server_finding.ts";
import type { Measured, Stretch } from "../_stretch.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { worstBy } from "../_worst_by.ts";

/** Fewer clients cannot be told apart from chance. */
const LEAST_CLIENTS = 3;
/** Of fewer requests, one that is slow by chance makes a client slow. */
const LEAST_REQUESTS = 5;
/** How many times the median of all a client takes that is slower than others. */
const FAR_SLOWER = 3;

/** Clients of one server of which some are far slower than others. */
export const UNEVEN_CLIENTS: Rule = {
  kind: "uneven_clients",
  about: "clients",
  examine,
};

function examine(evidence: Evidence): Examination {
  const tracked = evidence.stretches.filter((it) =>
    clientsOf(it).length >= LEAST_CLIENTS
  );
  if (tracked.length === 0) return unknown("what each client saw was not kept");
  const worst = worstBy(tracked.filter(areUneven), spreadOf);
  if (worst?.latency === undefined) return CLEAR;
  const { latency } = worst;
  const clients = clientsOf(worst);
  const medians = clients.map(({ median }) => median);
  const slow = slowOnes(clients, latency);
  return found("uneven_clients", evidence, {
    certainty: "likely",
    seen: `With ${worst.name}, ${slow.length} of ${clients.length} were far ` +
      "slower than the others: a server treats all alike, so the reason is with " +
      "these clients, or on their way.",
    symptoms: [
      ...spreadSymptoms(worst, {
        side: "above",
        value: THRESHOLDS.unevenClients,
      }),
      {
        what: "median of the slowest client",
        metrics: [],
        value: Math.max(...medians),
        unit: "s",
      },
      {
        what: "median of all",
        metrics: [`${latency.path}.median`],
        value: latency.value.median,
        unit: "s",
      },
    ],
    advice: [
      "Look where the slow clients run, and which way they take: ping the server from there.",
      "Look whether something else uses their machine.",
      "Look whether they ask for the same as the others, or are sent to the same server.",
    ],
  });
}

/** How far clients are apart, if they were tracked: where all are alike, it is the server. */
export function spreadSymptoms(
  stretch: Stretch,
  threshold?: Threshold,
): Symptom[] {
  const { latency } = stretch;
  if (latency === undefined || clientsOf(stretch).length < LEAST_CLIENTS) {
    return [];
  }
  return [{
    what: "standard deviation between clients, in medians of all",
    metrics: [`${latency.path}.median`],
    value: spreadOf(stretch),
    unit: "ratio",
    ...threshold && { threshold },
  }];
}

/** Whether some clients are far slower than others; `false` if they were not tracked. */
export function areUneven(stretch: Stretch): boolean {
  const { latency } = stretch;
  const clients = clientsOf(stretch);
  return latency !== undefined && clients.length >= LEAST_CLIENTS &&
    spreadOf(stretch) >= THRESHOLDS.unevenClients &&
    slowOnes(clients, latency).length > 0;
}

/** What the clients saw that saw enough. */
function clientsOf({ perClient = [] }: Stretch): readonly Summary[] {
  return perClient.filter(({ count }) => count >= LEAST_REQUESTS);
}

/** One slow request does not make a client slow: its median has to be. */
function slowOnes(
  clients: readonly Summary[],
  { value }: Measured<Summary>,
): readonly Summary[] {
  return clients.filter(({ median }) =>
    median >= FAR_SLOWER * value.median && median >= THRESHOLDS.noticeable
  );
}

/** The standard deviation of the clients' means, in medians of all requests. */
function spreadOf(stretch: Stretch): number {
  const { latency } = stretch;
  if (latency === undefined || !(latency.value.median > 0)) return 0;
  return summarize(clientsOf(stretch).map(({ mean }) => mean)).stdev /
    latency.value.median;
}
