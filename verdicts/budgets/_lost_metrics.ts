import type { Metric } from "../../benchmarks/metrics/metrics.ts";
import { counted } from "../../units/counted.ts";
import { formatCount } from "../../units/units.ts";
import type { MetricPattern } from "./_metric_pattern.ts";

/** A metric that is not there, as requests failed that would have told it. */
export interface LostMetric {
  /** The key of its server. */
  readonly server: string;
  /** What is to be said of it, as a sentence. */
  readonly reason: string;
}

/** What counts requests of its own: a server, or a load, a case, a step of one. */
interface Measurement {
  readonly server: string;
  /** What the paths of its metrics begin with: `concurrent.`; empty of a server. */
  readonly prefix: string;
  /** What they end with, if it was made again in the same way: `#2`. */
  readonly repeated: string;
  readonly failed: number;
  readonly total: number;
}

const FAILED_REQUESTS = /(?<=^|\.)failed_requests(?<repeated>#\d+)?$/;
const REPEATED = /#\d+$/;

/**
 * What a budget would pass over, as failed requests left nothing that it could be
 * held against: of servers that have nothing of the kind, and of loads, cases and
 * steps without one answer that lack what others of their kind have.
 */
export function lostMetrics(
  pattern: MetricPattern,
  found: readonly Metric[],
  metrics: readonly Metric[],
): readonly LostMetric[] {
  const ofServers = found.filter(({ server }) => server !== "");
  const measurements = measurementsIn(metrics);
  const lost = [
    ...lostOfParts(pattern, ofServers, measurements),
    ...lostOfServers(pattern, ofServers, measurements),
  ];
  // Of each server, one is enough to tell what happened.
  return [...Map.groupBy(lost, ({ server }) => server).values()]
    .map(([first]) => first);
}

function lostOfServers(
  pattern: MetricPattern,
  found: readonly Metric[],
  measurements: readonly Measurement[],
): LostMetric[] {
  const missing = found.find((metric) => pattern.isForAll(metric));
  const have = new Set(found.map(({ server }) => server));
  return missing === undefined ? [] : measurements
    .filter(({ prefix, server, failed }) =>
      prefix === "" && failed > 0 && !have.has(server)
    )
    .map((measurement) => lostMetric(measurement, missing.path));
}

function lostOfParts(
  pattern: MetricPattern,
  found: readonly Metric[],
  measurements: readonly Measurement[],
): LostMetric[] {
  const parts = measurements.filter(({ prefix }) => prefix !== "");
  const prefixes = new Set(parts.map(({ prefix }) => prefix));
  /** What was found in parts of a kind, as each of the kind would have it. */
  const ends = new Map<string, Set<string>>();
  for (const { path } of found) {
    const prefix = [...prefixes].find((prefix) => path.startsWith(prefix));
    if (prefix === undefined) continue;
    const kind = kindOf(prefix);
    ends.set(
      kind,
      (ends.get(kind) ?? new Set()).add(
        path.slice(prefix.length).replace(REPEATED, ""),
      ),
    );
  }
  const have = new Set(found.map(({ path, server }) => `${server}\n${path}`));
  return parts.filter(({ failed, total }) => failed > 0 && failed === total)
    .flatMap((part) => {
      const { prefix, repeated, server } = part;
      const missing = [...ends.get(kindOf(prefix)) ?? []]
        .map((end) => prefix + end + repeated)
        .find((path) =>
          !have.has(`${server}\n${path}`) && pattern.matches({ path, server })
        );
      return missing === undefined ? [] : [lostMetric(part, missing)];
    });
}

/** What parts have in common that are of one kind: the first key of their paths. */
function kindOf(prefix: string): string {
  return prefix.split(/[.[]/)[0];
}

function lostMetric(
  { failed, server, total }: Measurement,
  path: string,
): LostMetric {
  return {
    server,
    reason: `${server} has no ${path}, and ${formatCount(failed)} of its ${
      counted(total, "request")
    } failed`,
  };
}

/** So many servers are enough to tell what happened. */
const MOST_TOLD = 3;

/** Of which servers requests failed, as what a sentence goes on with; empty if of none. */
export function failedServers(metrics: readonly Metric[]): string {
  return measurementsIn(metrics)
    .filter(({ failed, prefix }) => prefix === "" && failed > 0)
    .slice(0, MOST_TOLD)
    .map(({ failed, server, total }) =>
      `; ${formatCount(failed)} of ${
        counted(total, "request")
      } of ${server} failed`
    )
    .join("");
}

function measurementsIn(metrics: readonly Metric[]): Measurement[] {
  const totals = new Map(
    metrics.filter(({ path }) => path.includes("total_requests"))
      .map(({ path, server, value }) => [`${server}\n${path}`, value]),
  );
  return metrics.flatMap(({ path, server, value: failed }) => {
    const match = FAILED_REQUESTS.exec(path);
    if (match === null) return [];
    const prefix = path.slice(0, match.index);
    const repeated = match.groups?.repeated ?? "";
    const total = totals.get(`${server}\n${prefix}total_requests${repeated}`) ??
      failed;
    return [{ server, prefix, repeated, failed, total }];
  });
}
