import { cpus } from "node:os";
import { RunningMoments } from "./running_moments.ts";

/** Use of the whole machine through a run, in per cent. */
export interface MachineUsage {
  /** Over the whole run. */
  readonly mean: number;
  /** Of the samplings, the one that found most in use. */
  readonly max: number;
}

interface CpuTimes {
  /** Milliseconds that all cores together have spent since the machine started. */
  readonly busy: number;
  readonly total: number;
  /** When this was read, by `performance.now()`. */
  readonly readAt: number;
}

// In less than this the system's clock, of 100 ticks a second, moves too little to tell a share by.
const SHORTEST_WINDOW_MS = 50;

/** Meters how much of the machine's cores and memory is in use, from one reading to the next. */
export class MachineMeter {
  readonly #first: CpuTimes = readCpuTimes();
  #latest = this.#first;
  #windowStart = this.#first;
  #cpuMax = 0;
  readonly #memory = new RunningMoments();

  constructor() {
    this.#memory.add(readMemoryPercent());
  }

  read(): void {
    this.#memory.add(readMemoryPercent());
    this.#latest = readCpuTimes();
    if (this.#latest.readAt - this.#windowStart.readAt < SHORTEST_WINDOW_MS) {
      return;
    }
    this.#cpuMax = Math.max(
      this.#cpuMax,
      busyPercent(this.#windowStart, this.#latest) ?? 0,
    );
    this.#windowStart = this.#latest;
  }

  get cpu(): MachineUsage | undefined {
    const mean = busyPercent(this.#first, this.#latest);
    return mean === undefined
      ? undefined
      : { mean, max: Math.max(mean, this.#cpuMax) };
  }

  get memory(): MachineUsage {
    return { mean: this.#memory.mean, max: this.#memory.max };
  }
}

function readCpuTimes(): CpuTimes {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { busy: total - idle, total, readAt: performance.now() };
}

/** `undefined` if the system's clock stood still from one to the other. */
function busyPercent(from: CpuTimes, to: CpuTimes): number | undefined {
  const total = to.total - from.total;
  // A system may count back a tick of idle time, which is no share above all.
  return total > 0
    ? Math.min(100 * (to.busy - from.busy) / total, 100)
    : undefined;
}

function readMemoryPercent(): number {
  const { total, available } = Deno.systemMemoryInfo();
  return 100 * (total - available) / total;
}
