import process from "node:process";
import type { MonitoredProcess } from "./records/monitor_record.ts";

/** What this process uses, from one reading to the next. */
export class ProcessFigures {
  #last = process.cpuUsage();

  /** CPU seconds since the last reading, and the memory of this moment. */
  read(): MonitoredProcess {
    const now = process.cpuUsage();
    const last = this.#last;
    this.#last = now;
    return {
      pid: Deno.pid,
      cpu_seconds: (now.user + now.system - last.user - last.system) / 1e6,
      rss_max: Deno.memoryUsage().rss,
    };
  }
}
