import type { Metric } from "../../benchmarks/metrics/metrics.ts";
import type { ServerResult } from "../../benchmarks/result_document.ts";
import { counted } from "../../units/counted.ts";
import { formatCount } from "../../units/units.ts";
import type { MetricPattern } from "./metric_pattern.ts";

/**
 * Servers that a budget for all of them would pass over, as they have nothing of
 * the kind, and whose requests failed: those that would have told it, most likely.
 * Each with what is to be said of it.
 */
export function lostMetrics(
  pattern: MetricPattern,
  found: readonly Metric[],
  servers: ReadonlyMap<string, ServerResult>,
): ReadonlyMap<string, string> {
  const keys = new Set(
    found.filter((metric) => metric.server !== "" && pattern.isForAll(metric))
      .map(({ path }) => path.split(/[.[]/)[0]),
  );
  const lost = new Map<string, string>();
  for (const [server, result] of servers) {
    const { failed_requests, total_requests } = result;
    const key = [...keys].find((key) => !Object.hasOwn(result, key));
    if (key === undefined || failed_requests === 0) continue;
    if (found.some((metric) => metric.server === server)) continue;
    lost.set(
      server,
      `${server} has no ${key}, and ${formatCount(failed_requests)} of its ${
        counted(total_requests, "request")
      } failed`,
    );
  }
  return lost;
}
