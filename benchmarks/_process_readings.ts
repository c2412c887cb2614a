import { readFileSync } from "node:fs";

/** What one process has used: times since it began, and the memory it holds now. */
export interface ProcessReading {
  readonly cpuSeconds: number;
  /**
   * Seconds that its first thread, which has the event loop, was ready to run and waited
   * for a processor; absent where the system does not tell.
   */
  readonly processorWait?: number;
  readonly rssBytes: number;
}

/**
 * Reads what processes have used, by pid; those that are gone are left out.
 *
 * @throws {Deno.errors.NotCapable} On Linux without `--allow-all`, which Deno asks for to read
 * `/proc`; elsewhere without `--allow-run`.
 */
export async function readProcesses(
  pids: readonly number[],
): Promise<ReadonlyMap<number, ProcessReading>> {
  return Deno.build.os === "linux"
    ? readFromProc(pids)
    : await readByPidusage(pids);
}

// The unit of times in /proc, the same on every architecture that Deno runs on; see proc(5), time(7).
const TICKS_PER_SECOND = 100;

// pidusage would do, but on Linux its clear() leaves a file open for each process it has seen, and
// asked about several processes it reports a failure to read one as if that process were gone.
//
// What is in memory is read at once in some microseconds; to wait for it takes this thread, which is
// part of what is measured, ten times as long: of 100 processes, a fifth of all its time.
function readFromProc(pids: readonly number[]): Map<number, ProcessReading> {
  const readings = new Map<number, ProcessReading>();
  for (const pid of pids) {
    try {
      // First: of a process that is gone meanwhile, the next says so.
      const processorWait = readProcessorWait(`${pid}`);
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      // The second field is the program's name, which may hold spaces and brackets of its own.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [userTicks, systemTicks] = fields.slice(11, 13).map(Number);
      // A process that ended and was not waited for yet has no memory, but still its times.
      const rssKibibytes = Number(
        status.match(/^VmRSS:\s*(\d+) kB$/m)?.[1] ?? 0,
      );
      readings.set(pid, {
        cpuSeconds: (userTicks + systemTicks) / TICKS_PER_SECOND,
        ...processorWait !== undefined && { processorWait },
        rssBytes: rssKibibytes * 1024,
      });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return readings;
}

/**
 * Seconds that this thread was ready to run and waited for a processor; `undefined`
 * where the system does not tell, or this process may read no more files, or none.
 */
export function readOwnProcessorWait(): number | undefined {
  const path = "/proc/thread-self/schedstat";
  // Asked first: a program that may not read is not to be asked whether it may.
  const { state } = Deno.permissions.querySync({ name: "read", path });
  if (Deno.build.os !== "linux" || state !== "granted") return undefined;
  try {
    return readProcessorWait("thread-self");
  } catch (error) {
    // Who may read all files may not read these yet: they take all permissions.
    const isForbidden = error instanceof Deno.errors.NotCapable;
    if (!isForbidden && !isOutOfFiles(error)) throw error;
    return undefined;
  }
}

/** `undefined` if there is no such task, or a kernel that does not tell. */
function readProcessorWait(task: string): number | undefined {
  try {
    return processorWaitIn(readFileSync(`/proc/${task}/schedstat`, "utf8"));
  } catch (error) {
    if (!isGone(error)) throw error;
    return undefined;
  }
}

/**
 * The seconds on the run queue in a text of schedstat: nanoseconds on a processor, those
 * on the run queue, and how often it ran. A kernel that does not count says 0 to all.
 */
export function processorWaitIn(schedstat: string): number | undefined {
  const [, waited, turns] = schedstat.split(" ").map(Number);
  return turns > 0 ? waited / 1e9 : undefined;
}

/** The part of pidusage, which comes without types, that is used here. */
interface Pidusage {
  (
    pids: number[],
  ): Promise<Record<string, { ctime: number; memory: number }>>;
  clear(): void;
}

async function readByPidusage(
  pids: readonly number[],
): Promise<Map<number, ProcessReading>> {
  const readings = new Map<number, ProcessReading>();
  if (pids.length === 0) return readings;
  // Imported only where it is used: it looks at the file system as it loads.
  const pidusage: Pidusage = (await import("pidusage")).default;
  try {
    for (const [pid, usage] of Object.entries(await pidusage([...pids]))) {
      readings.set(Number(pid), {
        cpuSeconds: usage.ctime / 1000,
        rssBytes: usage.memory,
      });
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  } finally {
    // Its history serves a figure that is not used here, and holds a timer.
    pidusage.clear();
  }
  return readings;
}

/** Whether this process, or the machine, may open no more files. */
export function isOutOfFiles(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    (error.code === "EMFILE" || error.code === "ENFILE");
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    (error.code === "ENOENT" || error.code === "ESRCH");
}
