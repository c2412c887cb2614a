import type { Evidence } from "../_evidence.ts";
import {
  CLEAR,
  type Examination,
  found,
  type Rule,
  unknown,
} from "../_rule.ts";
import { isCrowded } from "../_loop_state.ts";
import type { Stretch } from "../_stretch.ts";
import { THRESHOLDS } from "../_thresholds.ts";
import { utilizationSymptom } from "../_symptoms.ts";

/** A server that gets less done the more clients there are. */
export const SLOW_DOWN_WITH_CLIENTS: Rule = {
  kind: "slow_down_with_clients",
  about: "scaling",
  examine,
};

function examine(evidence: Evidence): Examination {
  const ladders = laddersOf(evidence).filter((ladder) => ladder.length > 1);
  if (ladders.length === 0) {
    return unknown(
      "one number of clients was measured, not several, as sweep does",
    );
  }
  const [loss] = ladders.flatMap((ladder) => lossOf(ladder) ?? [])
    .toSorted((a, b) => b.lost - a.lost);
  if (loss === undefined || loss.lost < leastLoss(loss)) return CLEAR;
  const { best, lost, most } = loss;
  return found("slow_down_with_clients", evidence, {
    certainty: "likely",
    seen:
      `${most.clients} clients got fewer answers per second, all together, ` +
      `than ${best.clients} did: the more there are, the more each call costs.`,
    symptoms: [
      {
        what: `answers lost from ${best.clients} to ${most.clients} clients`,
        metrics: [best.throughput.path, most.throughput.path],
        value: lost,
        unit: "share",
        threshold: { side: "above", value: leastLoss(loss) },
      },
      ...[best, most].map(({ clients, throughput }) => ({
        what: `answers with ${clients} clients`,
        metrics: [throughput.path],
        value: throughput.value,
        unit: "1/s" as const,
      })),
      ...most.serverLoop === undefined
        ? []
        : [utilizationSymptom("the server's", most.serverLoop)],
    ],
    advice: [
      `Let no more than ${best.clients} calls run at once: pool connections, or queue calls before the server.`,
      "Look for what all calls share, as a lock, a list that is searched, or memory that runs short.",
      "Profile the server with many clients, and with few: what grows is the reason.",
      "Add servers behind a balancer.",
    ],
  });
}

/** What differs in nothing but the number of clients, the fewest first. */
function laddersOf({ stretches }: Evidence): Stretch[][] {
  return ["concurrent_scaling", "cases.client_count"].map((path) =>
    stretches.filter((it) => it.path.startsWith(path))
      .toSorted((a, b) => a.clients - b.clients)
  );
}

interface Loss {
  readonly best: Stretch;
  readonly most: Stretch;
  /** Of the best throughput, from 0 to 1. */
  readonly lost: number;
}

/** The part that has to be lost, if it is to be by the clients. */
function leastLoss({ most }: Loss): number {
  return isCrowded(most) ? THRESHOLDS.lossInCrowd : THRESHOLDS.lossByClients;
}

function lossOf(ladder: readonly Stretch[]): Loss | undefined {
  const most = ladder[ladder.length - 1];
  const best = ladder.reduce((best, it) =>
    it.throughput.value > best.throughput.value ? it : best
  );
  const lost = 1 - most.throughput.value / best.throughput.value;
  return lost > 0 ? { best, most, lost } : undefined;
}
