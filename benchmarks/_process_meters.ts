import process from "node:process";
import type { EventLoopUsage } from "./event_loop_usage.ts";
import {
  isOutOfFiles,
  type ProcessReading,
  readOwnProcessorWait,
  readProcesses,
} from "./_process_readings.ts";

/** What one side's processes used through a run. */
export interface ProcessUsage {
  /** CPU time spent during the run, over all of the side's processes. */
  readonly cpu_seconds: number;
  /**
   * Seconds that its event loops' threads were ready to run and waited for a processor,
   * over all of its processes: what else ran had them all. Absent where the system does
   * not tell; Linux does.
   */
  readonly processor_wait?: number;
  /** The most memory in bytes that they held at once (resident set size, summed). */
  readonly rss_max: number;
  /** Its event loops; absent if they were not watched, or not for long enough. */
  readonly event_loop?: EventLoopUsage;
}

/** Meters this process, from its construction on. */
export class OwnProcessMeter {
  readonly #start = process.cpuUsage();
  readonly #waitAtStart = readOwnProcessorWait();
  #rssMax = Deno.memoryUsage().rss;

  read(): void {
    this.#rssMax = Math.max(this.#rssMax, Deno.memoryUsage().rss);
  }

  get usage(): ProcessUsage {
    const { user, system } = process.cpuUsage(this.#start);
    const wait = readOwnProcessorWait();
    return {
      cpu_seconds: (user + system) / 1e6,
      ...wait !== undefined && this.#waitAtStart !== undefined &&
        { processor_wait: wait - this.#waitAtStart },
      rss_max: this.#rssMax,
    };
  }
}

/** What a process has used that was not seen before. */
const NEW: ProcessReading = { cpuSeconds: 0, processorWait: 0, rssBytes: 0 };

/** Meters other processes that come and go, from the first reading on. */
export class ProcessesMeter {
  readonly #pids: () => readonly number[];
  #lastSight: Map<number, ProcessReading> | undefined;
  #cpuSeconds = 0;
  /** `undefined` once a process did not tell. */
  #processorWait: number | undefined = 0;
  #rssMax = 0;
  #isBlind = false;

  constructor(pids: () => readonly number[]) {
    this.#pids = pids;
  }

  async read(): Promise<void> {
    const readings = await this.#readProcesses();
    const isFirst = this.#lastSight === undefined;
    const lastSight = this.#lastSight ??= new Map();
    let rss = 0;
    for (const [pid, reading] of readings) {
      rss += reading.rssBytes;
      if (!isFirst) this.#add(reading, lastSight.get(pid));
      lastSight.set(pid, reading);
    }
    this.#rssMax = Math.max(this.#rssMax, rss);
  }

  #add(reading: ProcessReading, last: ProcessReading | undefined): void {
    // Less than at last sight: the pid was given to a new process.
    const seen = last && last.cpuSeconds <= reading.cpuSeconds ? last : NEW;
    this.#cpuSeconds += reading.cpuSeconds - seen.cpuSeconds;
    const { processorWait } = reading;
    this.#processorWait = this.#processorWait === undefined ||
        processorWait === undefined
      ? undefined
      : this.#processorWait + processorWait - (seen.processorWait ?? 0);
  }

  /** Absent if they could not be read at times: what was read would be too little. */
  get usage(): ProcessUsage | undefined {
    return this.#isBlind ? undefined : {
      cpu_seconds: this.#cpuSeconds,
      ...this.#processorWait !== undefined &&
        { processor_wait: this.#processorWait },
      rss_max: this.#rssMax,
    };
  }

  async #readProcesses(): Promise<ReadonlyMap<number, ProcessReading>> {
    try {
      return await readProcesses(this.#pids());
    } catch (error) {
      // That this process may open no more files is what the run is to find out.
      if (!isOutOfFiles(error)) throw error;
      this.#isBlind = true;
      return new Map();
    }
  }
}
