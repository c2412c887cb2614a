import { join } from "node:path";
import {
  type MonitorRecord,
  parseMonitorRecords,
  PerformanceMonitor,
  type PerformanceMonitorOptions,
} from "../../monitoring/mod.ts";

/** A file in a folder of its own, until disposed of. */
export class MonitoredFile implements AsyncDisposable {
  readonly folder: string;
  readonly path: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.path = join(folder, "monitor.jsonl");
  }

  static async make(): Promise<MonitoredFile> {
    return new MonitoredFile(
      await Deno.makeTempDir({ prefix: "rpcbench-test-" }),
    );
  }

  /** A monitor that writes to it. */
  monitor(
    options: Partial<PerformanceMonitorOptions> = {},
  ): Promise<PerformanceMonitor> {
    return PerformanceMonitor.start({ file: this.path, ...options });
  }

  /** What is in the file. */
  async records(): Promise<MonitorRecord[]> {
    return parseMonitorRecords(await Deno.readTextFile(this.path));
  }

  /** The names of all files in the folder, in order. */
  async names(): Promise<string[]> {
    const names = [];
    for await (const { name } of Deno.readDir(this.folder)) names.push(name);
    return names.toSorted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}
