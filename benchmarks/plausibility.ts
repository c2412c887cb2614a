import { type ResultDocument, serverResults } from "./result_document.ts";

/** How much better than the floor a result may be before something is wrong. */
const MARGIN = 1.1;
/** A latency of fewer requests, of the floor or of the server, proves nothing. */
const LEAST_FOR_LATENCY = 100;
/** A rate of fewer requests is over before it is one. */
const LEAST_FOR_THROUGHPUT = 1000;

/**
 * What in a document cannot be: results clearly better than the floor of the
 * same run. Then the machine was not the same throughout, and neither is what
 * they say of each other to be trusted.
 */
export function implausibleResults(document: ResultDocument): string[] {
  const { floor } = document.meta;
  if (floor === undefined) return [];
  const warnings: string[] = [];
  for (const [server, { latency, concurrent }] of serverResults(document)) {
    const requests = Math.min(floor.latency.count, latency?.count ?? 0);
    const better = {
      latency: latency && requests >= LEAST_FOR_LATENCY
        ? floor.latency.median / latency.median
        : undefined,
      "concurrent throughput":
        concurrent && concurrent.total_requests >= LEAST_FOR_THROUGHPUT
          ? concurrent.throughput / floor.throughput
          : undefined,
    };
    for (const [what, times] of Object.entries(better)) {
      if (times === undefined || times <= MARGIN) continue;
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
