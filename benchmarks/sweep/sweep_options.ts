import type { ResultDocument } from "../result_document.ts";
import { requireWholeNumber } from "../../rpc/arguments.ts";
import { MOST_BYTES } from "../../servers/most_bytes.ts";
import { requirePositive } from "../options.ts";
import { SCENARIO_SERVERS, type ScenarioServer } from "../scenarios/mod.ts";

/** A server that runs elsewhere, and serves what `BenchmarkService` does. */
export interface RemoteAddress {
  /** What it speaks. */
  readonly protocol: "rpc" | "http";
  /** Its name or address. */
  readonly hostname: string;
  /** The port that it listens on. */
  readonly port: number;
}

/** How thoroughly a sweep looks. */
export interface SweepScale {
  /** Connections made one after another. */
  readonly connections: number;
  /** Requests made one after another, of those that carry nothing. */
  readonly requests: number;
  /** Requests made one after another with a payload, unless it is too large. */
  readonly requestsBySize: number;
  /** Transfers each way, unless the payload is too large. */
  readonly transfersBySize: number;
  /** Bytes after which a payload counts as too large: ten times is then enough. */
  readonly bytesBySize: number;
  /** Requests of all clients together, where there are several. */
  readonly concurrentRequests: number;
  /** Unmeasured requests before latency and concurrency. Default: until they are stable. */
  readonly warmupRequests?: number;
}

/** The counts of a whole study, which takes some minutes. */
export const FULL_SWEEP_SCALE: SweepScale = {
  connections: 100,
  requests: 10_000,
  requestsBySize: 2000,
  transfersBySize: 200,
  bytesBySize: 256 * 1024 ** 2,
  concurrentRequests: 20_000,
};

/** The counts of a sweep that ends within a minute, to see that all works. */
export const QUICK_SWEEP_SCALE: SweepScale = {
  connections: 10,
  requests: 500,
  requestsBySize: 200,
  transfersBySize: 20,
  bytesBySize: 16 * 1024 ** 2,
  concurrentRequests: 3000,
};

/** What is measured, and how thoroughly: steps belong together only if all of it is the same. */
export interface SweepSettings {
  /** The servers that are started, by their keys. Default: all three. */
  readonly servers: readonly ScenarioServer[];
  /** The servers that run elsewhere. Default: none. */
  readonly remotes: readonly RemoteAddress[];
  /** Bytes of a payload, 1 GiB at most. Default 64 B to 10 MiB. */
  readonly payloadSizes: readonly number[];
  /** Clients at once. Default 1, 10, 50 and 100. */
  readonly clientCounts: readonly number[];
  /** How thoroughly it looks. Default {@linkcode FULL_SWEEP_SCALE}. */
  readonly scale: SweepScale;
}

/** How far a sweep is. */
export interface SweepProgress {
  /** What is at work: `"rpc_forking: latency of 1 KiB (12 of 54)"`. */
  readonly label: string;
  /** How much of what was left is done, from 0 to 1, by time. */
  readonly fraction: number;
}

/** What a sweep measures, and who is told of it. */
export interface SweepOptions extends Partial<SweepSettings> {
  /** What is studied and why, in the words of who asks. */
  readonly description?: string;
  /** The command line that the sweep can be repeated with. */
  readonly command?: string;
  /** Names of steps that need not be measured any more. Default: none. */
  readonly done?: ReadonlySet<string>;
  /** Ends the sweep early when it aborts; what was measured by then stays. */
  readonly signal?: AbortSignal;
  /** Hears how far the sweep is. */
  readonly onProgress?: (progress: SweepProgress) => void;
}

/** Fills in the defaults; throws a `RangeError` that names what makes no sense. */
export function sweepSettings(
  options: Partial<SweepSettings> = {},
): SweepSettings {
  const {
    servers = SCENARIO_SERVERS,
    remotes = [],
    payloadSizes = [64, 1024, 10_240, 102_400, 1_048_576, 10_485_760],
    clientCounts = [1, 10, 50, 100],
    scale = FULL_SWEEP_SCALE,
  } = options;
  for (const size of payloadSizes) {
    requireWholeNumber("payloadSizes", size, 1, MOST_BYTES);
  }
  for (const count of clientCounts) requirePositive("clientCounts", count);
  const { warmupRequests = 0, ...counts } = scale;
  for (const [name, count] of Object.entries(counts)) {
    requirePositive(`scale.${name}`, count);
  }
  requireWholeNumber("scale.warmupRequests", warmupRequests, 0);
  return {
    servers,
    remotes,
    payloadSizes: ascending(payloadSizes),
    clientCounts: ascending(clientCounts),
    scale,
  };
}

/** The first setting that a document was not measured with; `undefined` if there is none. */
export function differingSetting(
  { meta: { config } }: ResultDocument,
  settings: SweepSettings,
): keyof SweepSettings | undefined {
  const keys = [
    "servers",
    "remotes",
    "payloadSizes",
    "clientCounts",
    "scale",
  ] as const;
  return keys.find((key) =>
    JSON.stringify(config[key]) !== JSON.stringify(settings[key])
  );
}

/** Each number once, the least first: the order in which they were given means nothing. */
function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}
