import { requirePositive } from "../options.ts";
import {
  SCENARIO_NAMES,
  SCENARIO_SERVERS,
  type ScenarioName,
  type ScenarioServer,
} from "./scenario_case.ts";

/** How thoroughly scenarios look: which cases there are, and how long each lasts. */
export interface ScenarioScale {
  /** Bytes per request, where throughput is measured by size. */
  readonly payloadSizes: readonly number[];
  /** Clients at once, where throughput is measured by their number. */
  readonly clientCounts: readonly number[];
  /** Requests per second, where latency is measured under load. */
  readonly loads: readonly number[];
  /** Seconds that each load lasts. */
  readonly loadDuration: number;
  /** Bytes per request, where latency is measured by size. */
  readonly latencyPayloadSizes: readonly number[];
  /** Requests whose latencies are looked at one by one. */
  readonly tailRequests: number;
  /** Bytes per request, where compression is measured. */
  readonly compressionPayloadSizes: readonly number[];
  /** Requests after which an iteration in a closed loop ends. */
  readonly requestsPerIteration: number;
  /** Seconds after which an iteration in a closed loop ends, if it has not. */
  readonly iterationDuration: number;
  /** Connections made one after another, where connecting is what is measured. */
  readonly handshakes: number;
}

/** The sizes of the whole run; it takes an hour or so. */
export const FULL_SCALE: ScenarioScale = {
  payloadSizes: [64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576],
  clientCounts: [1, 2, 5, 10, 20, 50, 100],
  loads: [100, 500, 1000, 2000, 5000],
  loadDuration: 30,
  latencyPayloadSizes: [64, 256, 1024, 4096, 16_384, 65_536],
  tailRequests: 10_000,
  compressionPayloadSizes: [1024, 10_240, 102_400, 1_048_576],
  requestsPerIteration: 10_000,
  iterationDuration: 5,
  handshakes: 50,
};

/** The sizes of a run that ends within a minute, to see that all works. */
export const QUICK_SCALE: ScenarioScale = {
  payloadSizes: [64, 4096, 1_048_576],
  clientCounts: [1, 10],
  loads: [100, 1000],
  loadDuration: 0.25,
  latencyPayloadSizes: [64, 65_536],
  tailRequests: 250,
  compressionPayloadSizes: [1024, 102_400],
  requestsPerIteration: 10_000,
  iterationDuration: 0.06,
  handshakes: 5,
};

/** How far a run of scenarios is. */
export interface ScenarioProgress {
  /** What is at work: `"throughput: rpc_threaded, payload of 64 B"`. */
  readonly label: string;
  /**
   * How much of the whole run is done, from 0 to 1: the seconds spent, of these
   * and those that the rest takes at most.
   */
  readonly fraction: number;
}

/** Which scenarios are run, and how. */
export interface ScenarioOptions {
  /** The scenarios. Default: all three. */
  readonly scenarios?: readonly ScenarioName[];
  /** The servers. Default: all three; what is about RPC leaves HTTP out. */
  readonly servers?: readonly ScenarioServer[];
  /** How thoroughly they look. Default {@linkcode FULL_SCALE}. */
  readonly scale?: ScenarioScale;
  /** Measured iterations per case, after one that is not measured. Default 3. */
  readonly iterations?: number;
  /** Whether one case of each scenario and server is profiled, too. Default `true`. */
  readonly profiling?: boolean;
  /** The folder for the profiles' files. Default: there are none. */
  readonly profileFolder?: string;
  /** Ends the run early when it aborts; what was measured by then is returned. */
  readonly signal?: AbortSignal;
  /** Hears how far the run is. */
  readonly onProgress?: (progress: ScenarioProgress) => void;
}

/** Options with their defaults. */
export type CompleteScenarioOptions =
  & Required<Omit<ScenarioOptions, Optional>>
  & Pick<ScenarioOptions, Optional>;

type Optional = "profileFolder" | "signal" | "onProgress";

/** Fills in the defaults; throws a `RangeError` that names what makes no sense. */
export function completeScenarioOptions(
  options: ScenarioOptions = {},
): CompleteScenarioOptions {
  const {
    scenarios = SCENARIO_NAMES,
    servers = SCENARIO_SERVERS,
    scale = FULL_SCALE,
    iterations = 3,
    profiling = true,
  } = options;
  requirePositive("iterations", iterations);
  return { ...options, scenarios, servers, scale, iterations, profiling };
}
