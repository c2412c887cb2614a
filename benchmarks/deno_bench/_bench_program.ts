import type { Repeatable, Repetitions } from "../repeatable.ts";
import { BenchOutput } from "./_bench_output.ts";

/**
 * How long Deno warms up, in milliseconds, and a little more: at least once, and
 * until it has taken 10 ms.
 */
const WARM_UP = 12;

/** Where the results of a benchmark go. */
export interface BenchPlace {
  /** What the result document calls it. */
  readonly key: string;
  /** The file of that document, if there is to be one. */
  readonly output: string | undefined;
}

/** A benchmark of this program, and where its results go. */
export interface BenchSubject extends BenchPlace {
  readonly benchmark: Repeatable;
}

/** The benchmarks of this program: one of them is set up at a time. */
export class BenchProgram {
  readonly #outputs = new Map<string, BenchOutput>();
  /** What the results in each file are called. */
  readonly #keys = new Map<string, Set<string>>();
  #repetitions: Repetitions | undefined;
  /** Keeps what the last benchmark has measured, at once. */
  #keep = () => {};

  /** The last benchmark ends with the program. */
  constructor() {
    addEventListener("unload", () => {
      this.#keep();
      for (const output of this.#outputs.values()) output.finish();
      // Nobody waits for it any more: what it does at once is done, and the end of
      // the program closes the rest.
      this.#repetitions?.[Symbol.asyncDispose]();
    });
  }

  /**
   * Keeps a place for the results of a benchmark.
   *
   * @throws {RangeError} if another has it already.
   */
  reserve({ key, output }: BenchPlace): void {
    if (output === undefined) return;
    const keys = this.#keys.get(output) ?? new Set(["meta"]);
    if (keys.has(key)) {
      throw new RangeError(
        `${output} has a result called "${key}" already; take another name or group`,
      );
    }
    this.#keys.set(output, keys.add(key));
  }

  /**
   * Ends the benchmark before; sets this one up for one of its works, and warms it up
   * as long as Deno does.
   */
  async begin(subject: BenchSubject, work: number): Promise<Repetitions> {
    const end = performance.now() + WARM_UP;
    await this.#endLast();
    const { benchmark } = subject;
    const output = this.#outputTo(subject.output);
    this.#keep = () => output?.add(subject.key, benchmark.metrics);
    try {
      const repetitions = this.#repetitions = await benchmark.open(work);
      do await repetitions.rehearse(); while (performance.now() < end);
      return repetitions;
    } catch (error) {
      benchmark.metrics.recordFailure(error);
      throw error;
    }
  }

  async #endLast(): Promise<void> {
    const last = this.#repetitions;
    const keep = this.#keep;
    this.#repetitions = undefined;
    this.#keep = () => {};
    try {
      keep();
    } finally {
      await last?.[Symbol.asyncDispose]();
    }
  }

  #outputTo(path: string | undefined): BenchOutput | undefined {
    if (path === undefined) return undefined;
    const output = this.#outputs.get(path) ?? new BenchOutput(path);
    this.#outputs.set(path, output);
    return output;
  }
}
