import type { LoadResult } from "../benchmarks/load/mod.ts";
import type {
  FloorResult,
  ServerResult,
} from "../benchmarks/result_document.ts";
import type { Summary } from "../benchmarks/statistics.ts";
import type { Quantity } from "../units/quantity.ts";
import { formatBytes, formatCount, formatRate } from "../units/units.ts";
import { counted } from "../units/counted.ts";
import { percentileInterval } from "../verdicts/statistics/percentile_interval.ts";

/** A value, and where it would lie in 95 of 100 such measurements. */
export interface Estimate {
  /** What was measured. */
  readonly value: number;
  /** The 95 % confidence interval; absent where the samples do not tell. */
  readonly interval?: readonly [low: number, high: number];
  /**
   * What was asked, where that can differ: `"10 clients"`. Only values of the same
   * are comparable.
   */
  readonly asked?: string;
}

/** One thing that servers, or runs, are compared by. */
export interface Dimension {
  /** What tables call it: `"Latency, median"`. */
  readonly name: string;
  /** Whether less of it is better, as of latency. */
  readonly lessIsBetter: boolean;
  /** What its values measure. */
  readonly quantity: Quantity;
  /** A server's value; `undefined` if it was not measured. */
  readonly estimateOf: (result: ServerResult) => Estimate | undefined;
  /** The floor's value; `undefined` if it has none. */
  readonly floorOf: (floor: FloorResult) => Estimate | undefined;
}

/** All that servers are compared by, in the order of a report. */
export const DIMENSIONS: readonly Dimension[] = [
  {
    name: "Connection time, median",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: ({ connection_time }) => medianOf(connection_time),
    floorOf: () => undefined,
  },
  {
    name: "Latency, median",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: ({ latency }) => medianOf(latency),
    floorOf: ({ latency }) => medianOf(latency),
  },
  {
    name: "Latency, p99",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: ({ latency }) => p99Of(latency),
    // A tail is what else the machine did at the time: the floor's is no least.
    floorOf: () => undefined,
  },
  {
    name: "Iteration, mean",
    lessIsBetter: true,
    quantity: "duration",
    // Deno does not tell how far its samples are spread.
    estimateOf: ({ iteration_time, name }) =>
      iteration_time &&
      { value: iteration_time.mean, asked: iteration_time.group ?? name },
    floorOf: () => undefined,
  },
  {
    name: "Latency, largest payload, median",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: latencyOfLargest,
    floorOf: latencyOfLargest,
  },
  {
    name: "Upload, largest size",
    lessIsBetter: false,
    quantity: "bandwidth",
    estimateOf: (result) => bandwidthOfLargest(result, "upload"),
    floorOf: (floor) =>
      bandwidthOfLargest(floor, "upload") ?? bandwidthOfFloor(floor),
  },
  {
    name: "Download, largest size",
    lessIsBetter: false,
    quantity: "bandwidth",
    estimateOf: (result) => bandwidthOfLargest(result, "download"),
    floorOf: (floor) =>
      bandwidthOfLargest(floor, "download") ?? bandwidthOfFloor(floor),
  },
  {
    name: "Concurrent throughput",
    lessIsBetter: false,
    quantity: "rate",
    estimateOf: ({ concurrent }) =>
      concurrent &&
      { value: concurrent.throughput, asked: clients(concurrent) },
    floorOf: (floor) => ({ value: floor.throughput, asked: clients(floor) }),
  },
  {
    name: "Concurrent latency, p99",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: ({ concurrent }) =>
      concurrent && p99Of(concurrent.latency, clients(concurrent)),
    floorOf: () => undefined,
  },
  {
    name: "Load, answers",
    lessIsBetter: false,
    quantity: "rate",
    estimateOf: ({ load }) => {
      const last = load?.at(-1);
      return last && { value: last.throughput, asked: demand(last) };
    },
    floorOf: () => undefined,
  },
  {
    name: "Load, response time, median",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: ({ load }) => {
      const last = load?.at(-1);
      return last && medianOf(last.response_time, demand(last));
    },
    floorOf: () => undefined,
  },
  {
    name: "Load, response time, p99",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: ({ load }) => {
      const last = load?.at(-1);
      return last && p99Of(last.response_time, demand(last));
    },
    floorOf: () => undefined,
  },
  {
    name: "Throughput, best number of clients",
    lessIsBetter: false,
    quantity: "rate",
    estimateOf: bestOfClients,
    floorOf: bestOfClients,
  },
];

function latencyOfLargest(
  { latency_by_size = [] }: ServerResult | FloorResult,
): Estimate | undefined {
  const largest = largestOf(latency_by_size);
  return largest && medianOf(largest.latency, formatBytes(largest.size));
}

function bandwidthOfLargest(
  { bandwidth_by_size = [] }: ServerResult | FloorResult,
  direction: "upload" | "download",
): Estimate | undefined {
  const largest = largestOf(bandwidth_by_size);
  return largest && medianOf(largest[direction], formatBytes(largest.size));
}

function bandwidthOfFloor(
  { bandwidth, transfer_size }: FloorResult,
): Estimate {
  return { value: bandwidth, asked: formatBytes(transfer_size) };
}

function largestOf<Entry extends { readonly size: number }>(
  entries: readonly Entry[],
): Entry | undefined {
  return entries.toSorted((a, b) => b.size - a.size).at(0);
}

function clients({ connections }: { readonly connections: number }): string {
  return counted(connections, "client");
}

/** How much was asked of a server under load, by as many at once. */
function demand(load: LoadResult): string {
  const { in_flight, loop, offered_rate } = load;
  return [
    `${loop} loop`,
    ...offered_rate === undefined ? [] : [formatRate(offered_rate)],
    clients(load),
    ...in_flight === 1 ? [] : [`${formatCount(in_flight)} in flight`],
  ].join(", ");
}

/** The most answers per second, whatever number of clients got them. */
function bestOfClients(
  { cases = [], concurrent_scaling = [] }: Pick<
    ServerResult,
    "cases" | "concurrent_scaling"
  >,
): Estimate | undefined {
  const ofCases = cases.filter(({ group }) => group === "client_count")
    .map(({ throughput }) => throughput.mean);
  const all = [
    ...ofCases,
    ...concurrent_scaling.map(({ throughput }) => throughput),
  ];
  // One measurement says nothing of how far another would be off.
  return all.length === 0 ? undefined : { value: Math.max(...all) };
}

function medianOf(
  summary: Summary | undefined,
  asked?: string,
): Estimate | undefined {
  return summary && estimate(summary, summary.median, 0.5, asked);
}

function p99Of(
  summary: Summary | undefined,
  asked?: string,
): Estimate | undefined {
  return summary && estimate(summary, summary.p99, 0.99, asked);
}

function estimate(
  summary: Summary,
  value: number,
  share: number,
  asked: string | undefined,
): Estimate {
  const interval = percentileInterval(summary, share);
  return {
    value,
    ...interval === undefined ? {} : { interval },
    ...asked === undefined ? {} : { asked },
  };
}
