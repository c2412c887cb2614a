import process from "node:process";
import type { EventLoopUsage } from "./event_loop_usage.ts";
import { readProcesses } from "./_process_readings.ts";

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

  constructor(pids: () => readonly number[]) {
    this.#pids = pids;
  }

  async read(): Promise<void> {
    const readings = await readProcesses(this.#pids());
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

  get usage(): ProcessUsage {
    return { cpu_seconds: this.#cpuSeconds, rss_max: this.#rssMax };
  }
}
