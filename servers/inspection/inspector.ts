import type { HeapProfiler, Profiler } from "node:inspector";
import { Session } from "node:inspector/promises";

/**
 * A CPU profile of V8, as a `.cpuprofile` file has it: the tree of functions,
 * and which of its nodes ran at each sample. Times are in microseconds.
 */
export type RawCpuProfile = Profiler.Profile;

/** A heap profile of V8, as a `.heapprofile` file has it: bytes by place of allocation. */
export type RawHeapProfile = HeapProfiler.SamplingHeapProfile;

/** When something began and when it was done, by `performance.now()`. */
export type Span = readonly [began: number, done: number];

/**
 * V8's profilers of this thread. Workers have heaps, and so inspectors, of their own.
 *
 * It is connected while something is asked of it, and no longer, if it may connect
 * again: with a connected inspector, Deno 2.9.6 takes half a second more to start
 * a worker.
 */
export class Inspector {
  static #own: Inspector | undefined;
  readonly #session = new Session();
  /** How many profiles and collections are under way. */
  #underWay = 0;

  private constructor() {
    this.#session.connect();
  }

  /**
   * The one of this thread, connected: only to connect takes a permission, which
   * a process may then give up.
   *
   * @throws {Deno.errors.NotCapable} without `--allow-sys`.
   */
  static get own(): Inspector {
    return Inspector.#own ??= new Inspector();
  }

  /** Samples what runs, each `interval` seconds; gives when it began and had begun. */
  async startCpuProfile(interval: number): Promise<Span> {
    return await this.#start(async () => {
      await this.#session.post("Profiler.enable");
      await this.#session.post("Profiler.setSamplingInterval", {
        interval: Math.round(interval * 1e6),
      });
      const began = performance.now();
      await this.#session.post("Profiler.start");
      return [began, performance.now()];
    });
  }

  /** Ends the sampling of what runs; gives when that began and was done, too. */
  async stopCpuProfile(): Promise<{ profile: RawCpuProfile; span: Span }> {
    return await this.#end(async () => {
      const began = performance.now();
      const { profile } = await this.#session.post("Profiler.stop");
      const span: Span = [began, performance.now()];
      await this.#session.post("Profiler.disable");
      return { profile, span };
    });
  }

  /** Samples what allocates, each `interval` bytes on average; what is collected counts too. */
  async startHeapProfile(interval: number): Promise<void> {
    await this.#start(() =>
      this.#session.post("HeapProfiler.startSampling", {
        samplingInterval: interval,
        includeObjectsCollectedByMajorGC: true,
        includeObjectsCollectedByMinorGC: true,
      })
    );
  }

  /** Ends the sampling of what allocates. */
  async stopHeapProfile(): Promise<RawHeapProfile> {
    return await this.#end(async () => {
      const { profile } = await this.#session.post("HeapProfiler.stopSampling");
      return profile;
    });
  }

  /** Collects all garbage; takes no flag of V8. */
  async collectGarbage(): Promise<void> {
    // The answer comes when the event loop has turned, for which nothing else may be left.
    const turning = setInterval(() => {}, 1);
    this.#underWay++;
    try {
      await this.#end(() => this.#session.post("HeapProfiler.collectGarbage"));
    } finally {
      clearInterval(turning);
    }
  }

  async #start<Result>(begin: () => Promise<Result>): Promise<Result> {
    this.#underWay++;
    try {
      return await begin();
    } catch (error) {
      this.#rest();
      throw error;
    }
  }

  async #end<Result>(finish: () => Promise<Result>): Promise<Result> {
    try {
      return await finish();
    } finally {
      this.#rest();
    }
  }

  #rest(): void {
    this.#underWay--;
    const mayConnect =
      Deno.permissions.querySync({ name: "sys" }).state === "granted";
    if (this.#underWay > 0 || !mayConnect) return;
    this.#session.disconnect();
    Inspector.#own = undefined;
  }
}
