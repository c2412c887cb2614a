import { join } from "node:path";
import type { ProcessProfile, TableSizes } from "../../servers/mod.ts";
import { ActivityLog, type ActivityResult } from "./activity.ts";
import { CpuProfile } from "./cpu_profile.ts";
import { cpuResult } from "./cpu_result.ts";
import { heapResult } from "./heap_result.ts";
import { memoryResult } from "./memory_result.ts";
import type { EventLoopResult, ProfiledSideResult } from "./profile_result.ts";

/** What the processes of one end, the client's or the server's, did while they were profiled. */
export class ProfiledSide {
  /** What each did, as V8 saw it; there is at least one. */
  readonly processes: readonly ProcessProfile[];
  /** What their tables and queues held in the end. */
  readonly tables: TableSizes;
  #files: readonly string[] = [];
  #logs: readonly ActivityLog[] | undefined;
  #result: Omit<ProfiledSideResult, "files"> | undefined;

  /** From the profiles of its processes. */
  constructor(processes: readonly ProcessProfile[], tables: TableSizes) {
    this.processes = processes;
    this.tables = tables;
  }

  /** What each process did between two moments, in seconds on the machine's clock. */
  activityBetween(from: number, to: number): ActivityResult[] {
    this.#logs ??= this.processes.map((profile) => new ActivityLog(profile));
    return this.#logs.map((log) => log.between(from, to));
  }

  /** Writes the profiles into a folder, and gives the names of the files, which begin with `name`. */
  async writeFiles(folder: string, name: string): Promise<readonly string[]> {
    const several = this.processes.length > 1;
    const files = this.processes.flatMap(({ cpu, heap }, i) => {
      const begin = several ? `${name}-${i + 1}` : name;
      return [
        { name: `${begin}.cpuprofile`, content: cpu },
        ...heap === undefined
          ? []
          : [{ name: `${begin}.heapprofile`, content: heap }],
      ];
    });
    for (const { name, content } of files) {
      await Deno.writeTextFile(join(folder, name), JSON.stringify(content));
    }
    return this.#files = files.map(({ name }) => name);
  }

  /** The result, for a document and for reports. */
  toJSON(): ProfiledSideResult {
    this.#result ??= this.#summarize();
    return { ...this.#result, files: this.#files };
  }

  #summarize(): Omit<ProfiledSideResult, "files"> {
    const { processes, tables } = this;
    const heaps = processes.flatMap(({ heap }) => heap ?? []);
    return {
      processes: processes.length,
      cpu: cpuResult(processes.map((profile) => new CpuProfile(profile))),
      ...heaps.length === 0 ? {} : { heap: heapResult(heaps) },
      memory: memoryResult(processes),
      event_loop: eventLoopOf(processes),
      tables,
      clock_accuracy: Math.max(...processes.map(({ clock }) => clock.accuracy)),
    };
  }
}

function eventLoopOf(processes: readonly ProcessProfile[]): EventLoopResult {
  const count = processes
    .reduce((sum, { event_loop }) => sum + event_loop.count, 0);
  const late = processes
    .reduce((sum, { event_loop: { count, mean } }) => sum + count * mean, 0);
  return {
    mean: count === 0 ? 0 : late / count,
    max: Math.max(...processes.map(({ event_loop }) => event_loop.max)),
  };
}
