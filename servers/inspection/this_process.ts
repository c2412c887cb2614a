import process from "node:process";
import { type EventLoopDelays, EventLoopWatch } from "./event_loop_watch.ts";
import { Inspector, type Span } from "./inspector.ts";
import { clockOfProfile } from "./machine_clock.ts";
import { MemorySeries, readMemory } from "./memory_series.ts";
import type {
  Inspectable,
  ProcessProfile,
  ProcessState,
  ProfileSettings,
  StateOptions,
} from "./process_profile.ts";
import { SourcePositions } from "./source_positions.ts";
import { EMPTY_TABLES, type TableSizes } from "./table_sizes.ts";

/** Seconds from one look at the event loop to the next, where no profile runs: it may cost nothing. */
const WATCH_INTERVAL = 0.01;

/** What runs while a profile does. */
interface UnderWay {
  readonly settings: ProfileSettings;
  readonly started: Span;
  readonly memory: MemorySeries;
  readonly eventLoop: EventLoopWatch;
}

/**
 * This process, or this thread if it is a worker, as something to profile: each
 * thread has a heap, an event loop and a profile of its own.
 *
 * @example Profile a function
 * ```ts
 * import { ThisProcess } from "@x/rpcbench/servers";
 * import { assert } from "@std/assert";
 *
 * await using here = new ThisProcess();
 * await here.startProfile({ cpuInterval: 0.001, memoryInterval: 0.1 });
 * for (let i = 0; i < 1e6; i++) Math.sqrt(i);
 * const [profile] = await here.stopProfile();
 * assert(profile.cpu.nodes.length > 0);
 * ```
 */
export class ThisProcess implements Inspectable, AsyncDisposable {
  readonly #tables: () => TableSizes;
  /** Set before it has started, so that no other starts meanwhile. */
  #underWay: Promise<UnderWay> | undefined;
  readonly #watches = new Map<string, EventLoopWatch>();

  /** `tables` says what the tables hold; by default, nothing. */
  constructor(tables: () => TableSizes = () => EMPTY_TABLES) {
    this.#tables = tables;
  }

  /** Whether a profile is under way. */
  get isProfiled(): boolean {
    return this.#underWay !== undefined;
  }

  /**
   * Starts a profile.
   *
   * @throws {Deno.errors.NotCapable} without `--allow-sys`.
   * @throws {Error} if there is one already.
   */
  async startProfile(settings: ProfileSettings): Promise<void> {
    if (this.#underWay !== undefined) {
      throw new Error(`process ${process.pid} is being profiled already`);
    }
    this.#underWay = start(settings);
    try {
      await this.#underWay;
    } catch (error) {
      this.#underWay = undefined;
      throw error;
    }
  }

  /**
   * Ends the profile.
   *
   * @throws {Error} if there is none.
   */
  async stopProfile(): Promise<[ProcessProfile]> {
    const underWay = this.#underWay;
    if (underWay === undefined) {
      throw new Error(`process ${process.pid} is not being profiled`);
    }
    this.#underWay = undefined;
    const { settings, started, memory, eventLoop } = await underWay;
    const samples = memory.stop();
    const delays = eventLoop.stop();
    const inspector = Inspector.own;
    const { profile: cpu, span } = await inspector.stopCpuProfile();
    const heap = settings.heapInterval === undefined
      ? undefined
      : await inspector.stopHeapProfile();
    const clock = clockOfProfile(cpu, started, span);
    const positions = new SourcePositions();
    const onMachineClock = <Moment extends { readonly at: number }>(
      moments: readonly Moment[],
    ) => moments.map((moment) => ({ ...moment, at: moment.at + clock.origin }));
    return [{
      pid: process.pid,
      from: clock.at(started[1]),
      until: clock.at(span[0]),
      cpu: positions.inCpuProfile(cpu),
      ...heap === undefined ? {} : { heap: positions.inHeapProfile(heap) },
      memory: onMachineClock(samples),
      event_loop: { ...delays, largest: onMachineClock(delays.largest) },
      clock: { origin: clock.origin, accuracy: clock.accuracy },
    }];
  }

  /**
   * What it holds now.
   *
   * @throws {Deno.errors.NotCapable} with `collectGarbage` but without
   * `--allow-sys`.
   */
  async state(
    { collectGarbage = false }: StateOptions = {},
  ): Promise<[ProcessState]> {
    if (collectGarbage) await Inspector.own.collectGarbage();
    return [{
      pid: process.pid,
      memory: readMemory(),
      tables: this.#tables(),
    }];
  }

  /** Begins to watch the event loop, under a name; takes no permission, and next to no time. */
  startWatch(name: string): void {
    this.#watches.get(name)?.[Symbol.dispose]();
    this.#watches.set(name, new EventLoopWatch(WATCH_INTERVAL));
  }

  /** Ends that, and tells what was seen; `undefined` if there is no watch of this name. */
  stopWatch(name: string): EventLoopDelays | undefined {
    const watch = this.#watches.get(name);
    this.#watches.delete(name);
    return watch?.stop();
  }

  /** Ends the profile if there is one, and all watches. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of [...this.#watches.keys()]) this.stopWatch(name);
    if (this.#underWay !== undefined) await this.stopProfile();
  }
}

async function start(settings: ProfileSettings): Promise<UnderWay> {
  const { cpuInterval, heapInterval, memoryInterval } = settings;
  const inspector = Inspector.own;
  if (heapInterval !== undefined) {
    await inspector.startHeapProfile(heapInterval);
  }
  try {
    return {
      settings,
      started: await inspector.startCpuProfile(cpuInterval),
      memory: new MemorySeries(memoryInterval),
      eventLoop: new EventLoopWatch(),
    };
  } catch (error) {
    if (heapInterval !== undefined) await inspector.stopHeapProfile();
    throw error;
  }
}
