import process from "node:process";
import type { EventLoopUsage } from "./event_loop_usage.ts";
import { type ProcessReading, readProcesses } from "./_process_readings.ts";

/** What one side's processes used through a run. */
export interface ProcessUsage {
  /** CPU time spent during the run, over all of the side's processes. */
  readonly cpu_seconds: number;
  /** The most memory in bytes that they held at once (resident set size, summed). */
  readonly rss_max: number;
  /** Its event loops; absent if they were not watched, or not for long enough. */
  readonly event_loop?: EventLoopUsage;
}

/** Meters this process, from its construction on. */
export class OwnProcessMeter {
  readonly #start = process.cpuUsage();
  #rssMax = Deno.memoryUsage().rss;

  read(): void {
    this.#rssMax = Math.max(this.#rssMax, Deno.memoryUsage().rss);
  }

  get usage(): ProcessUsage {
    const { user, system } = process.cpuUsage(this.#start);
    return { cpu_seconds: (user + system) / 1e6, rss_max: this.#rssMax };
  }
}

/** Meters other processes that come and go, from the first reading on. */
export class ProcessesMeter {
  readonly #pids: () => readonly number[];
  #cpuSecondsAtLastSight: Map<number, number> | undefined;
  #cpuSeconds = 0;
  #rssMax = 0;
  #isBlind = false;

  constructor(pids: () => readonly number[]) {
    this.#pids = pids;
  }

  async read(): Promise<void> {
    const readings = await this.#readProcesses();
    const lastSight = this.#cpuSecondsAtLastSight ?? new Map<number, number>();
    let rss = 0;
    for (const [pid, { cpuSeconds, rssBytes }] of readings) {
      rss += rssBytes;
      if (this.#cpuSecondsAtLastSight !== undefined) {
        const seen = lastSight.get(pid) ?? 0;
        // Less than at last sight: the pid was given to a new process.
        this.#cpuSeconds += cpuSeconds < seen ? cpuSeconds : cpuSeconds - seen;
      }
      lastSight.set(pid, cpuSeconds);
    }
    this.#cpuSecondsAtLastSight = lastSight;
    this.#rssMax = Math.max(this.#rssMax, rss);
  }

  /** Absent if they could not be read at times: what was read would be too little. */
  get usage(): ProcessUsage | undefined {
    return this.#isBlind
      ? undefined
      : { cpu_seconds: this.#cpuSeconds, rss_max: this.#rssMax };
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

function isOutOfFiles(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    (error.code === "EMFILE" || error.code === "ENFILE");
}
