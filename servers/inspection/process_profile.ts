import type { EventLoopDelays } from "./event_loop_watch.ts";
import type { RawCpuProfile, RawHeapProfile } from "./inspector.ts";
import type { MemoryReading, MemorySample } from "./memory_series.ts";
import type { TableSizes } from "./table_sizes.ts";

/** What to profile, and how closely; what has no interval is left alone. */
export interface ProfileSettings {
  /** Seconds from one CPU sample to the next. */
  readonly cpuInterval: number;
  /** Bytes from one sampled allocation to the next, on average; absent: no heap profile. */
  readonly heapInterval?: number;
  /** Seconds from one reading of the memory to the next. */
  readonly memoryInterval: number;
}

/**
 * What one process did from the start of a profile to its end. All moments are
 * in seconds on the machine's clock, which is the same in all its processes.
 */
export interface ProcessProfile {
  /** Which process. */
  readonly pid: number;
  /** When all had been started that profiles it. */
  readonly from: number;
  /** When that began to be stopped. */
  readonly until: number;
  /** What ran, as V8 sampled it, starting and stopping the profile included. */
  readonly cpu: RawCpuProfile;
  /** What allocated; absent if not asked for. */
  readonly heap?: RawHeapProfile;
  /** Its memory through the run, the first and the last reading included. */
  readonly memory: readonly MemorySample[];
  /** How late its event loop turned. */
  readonly event_loop: EventLoopDelays;
  /** How its `performance.now()` compares with the machine's clock. */
  readonly clock: ProcessClock;
}

/** How `performance.now()` of a process compares with the machine's clock. */
export interface ProcessClock {
  /** Seconds on the machine's clock when `performance.now()` was 0. */
  readonly origin: number;
  /** By how much `origin` can be wrong to either side, in seconds. */
  readonly accuracy: number;
}

/** What a process holds at a moment. */
export interface ProcessState {
  /** Which process. */
  readonly pid: number;
  /** Its memory. */
  readonly memory: MemoryReading;
  /** Its tables and queues. */
  readonly tables: TableSizes;
}

/** Something whose processes can be profiled, and asked what they hold. */
export interface Inspectable {
  /** Starts a profile of each process. */
  startProfile(settings: ProfileSettings): Promise<void>;
  /** Ends the profiles, and gives one of each process that ran from start to end. */
  stopProfile(): Promise<readonly ProcessProfile[]>;
  /** What each process holds now; what is garbage, is collected first if so asked. */
  state(options?: StateOptions): Promise<readonly ProcessState[]>;
}

/** How to look at what a process holds. */
export interface StateOptions {
  /** Whether to collect all garbage first. Default `false`. */
  readonly collectGarbage?: boolean;
}
