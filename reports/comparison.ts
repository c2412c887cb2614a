import type {
  BandwidthOfSize,
  FloorResult,
  ResultDocument,
  ServerResult,
} from "../benchmarks/result_document.ts";
import { serverResults } from "../benchmarks/result_document.ts";
import { formatBandwidth, formatDuration, formatRate } from "../units/units.ts";

/** One thing that servers are compared by. */
export interface Dimension {
  /** What tables call it: `"Latency, median"`. */
  readonly name: string;
  /** Whether less of it is better, as of latency. */
  readonly lessIsBetter: boolean;
  /** A value with its unit. */
  readonly format: (value: number) => string;
  /** A server's value; `undefined` if it was not measured. */
  readonly valueOf: (result: ServerResult) => number | undefined;
  /** The floor's value; `undefined` if it has none. */
  readonly floorOf: (floor: FloorResult) => number | undefined;
}

/** One dimension with the values of a document's servers. */
export interface ComparedDimension {
  /** What is compared. */
  readonly dimension: Dimension;
  /** The floor's value; `undefined` if it has none. */
  readonly floor: number | undefined;
  /** The servers that have a value, best first. */
  readonly ranking: readonly {
    readonly server: string;
    readonly value: number;
  }[];
}

const DIMENSIONS: readonly Dimension[] = [
  {
    name: "Connection time, median",
    lessIsBetter: true,
    format: formatDuration,
    valueOf: ({ connection_time }) => connection_time?.median,
    floorOf: () => undefined,
  },
  {
    name: "Latency, median",
    lessIsBetter: true,
    format: formatDuration,
    valueOf: ({ latency }) => latency?.median,
    floorOf: ({ latency }) => latency.median,
  },
  {
    name: "Latency, p99",
    lessIsBetter: true,
    format: formatDuration,
    valueOf: ({ latency }) => latency?.p99,
    floorOf: ({ latency }) => latency.p99,
  },
  {
    name: "Upload, largest size",
    lessIsBetter: false,
    format: formatBandwidth,
    valueOf: (result) => largestSize(result)?.upload?.median,
    floorOf: ({ bandwidth }) => bandwidth,
  },
  {
    name: "Download, largest size",
    lessIsBetter: false,
    format: formatBandwidth,
    valueOf: (result) => largestSize(result)?.download?.median,
    floorOf: ({ bandwidth }) => bandwidth,
  },
  {
    name: "Concurrent throughput",
    lessIsBetter: false,
    format: formatRate,
    valueOf: ({ concurrent }) => concurrent?.throughput,
    floorOf: ({ throughput }) => throughput,
  },
  {
    name: "Concurrent latency, p99",
    lessIsBetter: true,
    format: formatDuration,
    valueOf: ({ concurrent }) => concurrent?.latency?.p99,
    floorOf: () => undefined,
  },
];

function largestSize(
  { bandwidth_by_size = [] }: ServerResult,
): BandwidthOfSize | undefined {
  return bandwidth_by_size.toSorted((a, b) => b.size - a.size).at(0);
}

/** Compares a document's servers, dimension by dimension, best first. */
export function compareServers(document: ResultDocument): ComparedDimension[] {
  const { floor } = document.meta;
  return DIMENSIONS.map((dimension) => {
    const ranking = [...serverResults(document)].flatMap(([server, result]) => {
      const value = dimension.valueOf(result);
      return value === undefined ? [] : [{ server, value }];
    });
    ranking.sort((a, b) =>
      dimension.lessIsBetter ? a.value - b.value : b.value - a.value
    );
    return {
      dimension,
      floor: floor && dimension.floorOf(floor),
      ranking,
    };
  }).filter(({ ranking }) => ranking.length > 0);
}

/** How many times as good the first value is as the second. */
export function advantage(
  { lessIsBetter }: Dimension,
  better: number,
  worse: number,
): number {
  return lessIsBetter ? worse / better : better / worse;
}
