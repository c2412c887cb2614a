import { formatBytes, formatCount } from "../units/units.ts";
import {
  type ConcurrentResult,
  type FloorResult,
  type ResultDocument,
  type ServerResult,
  serverResults,
} from "./result_document.ts";
import type { Summary } from "./statistics.ts";

/** How much better than the floor a result may be before something is wrong. */
const MARGIN = 1.1;
/** A latency of fewer requests, of the floor or of the server, proves nothing. */
const LEAST_FOR_LATENCY = 100;
/** A rate of fewer requests is over before it is one. */
const LEAST_FOR_THROUGHPUT = 1000;

/**
 * What in a document cannot be: results clearly better than the floor of the
 * same run. Then the machine was not the same throughout, and neither is what
 * they say of each other to be trusted. Of a server elsewhere, this floor says
 * nothing.
 */
export function implausibleResults(document: ResultDocument): string[] {
  const { floor } = document.meta;
  if (floor === undefined) return [];
  const warnings: string[] = [];
  for (const [server, result] of serverResults(document)) {
    if (result.host !== undefined) continue;
    for (const { times, what } of advantages(result, floor)) {
      if (times <= MARGIN) continue;
      warnings.push(
        `${server}: its ${what} is ${
          times.toFixed(2)
        } times as good as the floor's, which cannot be: the machine was busy ` +
          "with something else for a part of the run; run it again",
      );
    }
  }
  return warnings;
}

/** How many times as good as the floor something of a server is. */
interface Advantage {
  readonly what: string;
  readonly times: number;
}

/** All that a server and the floor both have, of as many requests as prove something. */
function advantages(result: ServerResult, floor: FloorResult): Advantage[] {
  const { concurrent, concurrent_scaling = [], latency_by_size = [] } = result;
  return [
    ...faster("latency", result.latency, floor.latency),
    ...latency_by_size.flatMap(({ latency, size }) =>
      faster(
        `latency of ${formatBytes(size)}`,
        latency,
        floor.latency_by_size?.find((it) => it.size === size)?.latency,
      )
    ),
    ...busier("concurrent throughput", concurrent, floor.throughput),
    ...concurrent_scaling.flatMap((scaling) =>
      busier(
        `throughput with ${formatCount(scaling.connections)} clients`,
        scaling,
        floor.concurrent_scaling?.find(({ connections }) =>
          connections === scaling.connections
        )?.throughput,
      )
    ),
  ];
}

function faster(
  what: string,
  latency: Summary | undefined,
  floor: Summary | undefined,
): Advantage[] {
  if (latency === undefined || floor === undefined) return [];
  const requests = Math.min(latency.count, floor.count);
  return requests < LEAST_FOR_LATENCY
    ? []
    : [{ what, times: floor.median / latency.median }];
}

function busier(
  what: string,
  concurrent: ConcurrentResult | undefined,
  floor: number | undefined,
): Advantage[] {
  if (concurrent === undefined || floor === undefined) return [];
  return concurrent.total_requests < LEAST_FOR_THROUGHPUT
    ? []
    : [{ what, times: concurrent.throughput / floor }];
}
