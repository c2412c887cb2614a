import type {
  BandwidthOfSize,
  FloorResult,
  LatencyOfSize,
  ServerResult,
} from "../benchmarks/result_document.ts";
import type { Summary } from "../benchmarks/statistics.ts";
import type { Quantity } from "../units/quantity.ts";
import { percentileInterval } from "./_confidence.ts";

/** A value, and where it would lie in 95 of 100 such measurements. */
export interface Estimate {
  /** What was measured. */
  readonly value: number;
  /** The 95 % confidence interval; absent where the samples do not tell. */
  readonly interval?: readonly [low: number, high: number];
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
  readonly floorOf: (floor: FloorResult) => number | undefined;
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
    floorOf: ({ latency }) => latency.median,
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
    name: "Latency, largest payload, median",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: (result) => medianOf(largestPayload(result)?.latency),
    floorOf: (floor) => largestPayload(floor)?.latency.median,
  },
  {
    name: "Upload, largest size",
    lessIsBetter: false,
    quantity: "bandwidth",
    estimateOf: (result) => medianOf(largestSize(result)?.upload),
    floorOf: (floor) => largestSize(floor)?.upload?.median ?? floor.bandwidth,
  },
  {
    name: "Download, largest size",
    lessIsBetter: false,
    quantity: "bandwidth",
    estimateOf: (result) => medianOf(largestSize(result)?.download),
    floorOf: (floor) => largestSize(floor)?.download?.median ?? floor.bandwidth,
  },
  {
    name: "Concurrent throughput",
    lessIsBetter: false,
    quantity: "rate",
    estimateOf: ({ concurrent }) => single(concurrent?.throughput),
    floorOf: ({ throughput }) => throughput,
  },
  {
    name: "Concurrent latency, p99",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: ({ concurrent }) => p99Of(concurrent?.latency),
    floorOf: () => undefined,
  },
  {
    name: "Load, answers",
    lessIsBetter: false,
    quantity: "rate",
    estimateOf: ({ load }) => single(load?.at(-1)?.throughput),
    floorOf: () => undefined,
  },
  {
    name: "Load, response time, median",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: ({ load }) => medianOf(load?.at(-1)?.response_time),
    floorOf: () => undefined,
  },
  {
    name: "Load, response time, p99",
    lessIsBetter: true,
    quantity: "duration",
    estimateOf: ({ load }) => p99Of(load?.at(-1)?.response_time),
    floorOf: () => undefined,
  },
  {
    name: "Throughput, best number of clients",
    lessIsBetter: false,
    quantity: "rate",
    estimateOf: (result) => single(bestOfClients(result)),
    floorOf: bestOfClients,
  },
];

function largestSize(
  { bandwidth_by_size = [] }: ServerResult | FloorResult,
): BandwidthOfSize | undefined {
  return bandwidth_by_size.toSorted((a, b) => b.size - a.size).at(0);
}

function largestPayload(
  { latency_by_size = [] }: ServerResult | FloorResult,
): LatencyOfSize | undefined {
  return latency_by_size.toSorted((a, b) => b.size - a.size).at(0);
}

/** The most answers per second, whatever number of clients got them. */
function bestOfClients(
  { cases = [], concurrent_scaling = [] }: Pick<
    ServerResult,
    "cases" | "concurrent_scaling"
  >,
): number | undefined {
  const ofCases = cases.filter(({ group }) => group === "client_count")
    .map(({ throughput }) => throughput.mean);
  const all = [
    ...ofCases,
    ...concurrent_scaling.map(({ throughput }) => throughput),
  ];
  return all.length === 0 ? undefined : Math.max(...all);
}

function medianOf(summary: Summary | undefined): Estimate | undefined {
  return summary && estimate(summary, summary.median, 0.5);
}

function p99Of(summary: Summary | undefined): Estimate | undefined {
  return summary && estimate(summary, summary.p99, 0.99);
}

function estimate(summary: Summary, value: number, share: number): Estimate {
  const interval = percentileInterval(summary, share);
  return { value, ...interval === undefined ? {} : { interval } };
}

/** One measurement says nothing of how far another would be off. */
function single(value: number | undefined): Estimate | undefined {
  return value === undefined ? undefined : { value };
}
