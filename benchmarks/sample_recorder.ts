import {
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  Float64Histogram,
} from "hdr-histogram-js";
import { keptSamples } from "./_kept_samples.ts";
import { type MomentsSnapshot, RunningMoments } from "./running_moments.ts";
import { requireWholeNumber } from "../rpc/arguments.ts";
import { SampleList } from "./_sample_list.ts";
import {
  summarizeRanks,
  type Summary,
  type SummaryOptions,
} from "./statistics.ts";

/** How a {@linkcode SampleRecorder} keeps what it is given. */
export interface SampleRecorderOptions {
  /** How many samples are kept exactly, at 8 bytes each; 1,000,000 by default. */
  readonly exactLimit?: number;
  /**
   * The smallest difference that is told apart beyond `exactLimit`, in the unit of the samples:
   * 1e-9 by default, durations in seconds to the nanosecond; 1 suits bytes per second.
   */
  readonly resolution?: number;
  /**
   * How many digits of a sample are kept beyond `exactLimit`, from 1 to 5: 3 by default, so that
   * percentiles are within 0.1 %. Each more takes ten times the memory.
   */
  readonly significantDigits?: number;
}

/** All that a {@linkcode SampleRecorder} has recorded, as plain data that crosses to other threads. */
export interface SampleSnapshot {
  /** The options of the recorder. */
  readonly options: Required<SampleRecorderOptions>;
  /** The samples in the order in which they were recorded; absent once there were too many. */
  readonly samples?: Float64Array;
  /** Count, mean, spread and extremes. */
  readonly moments: MomentsSnapshot;
  /** The histogram, as hdr-histogram-js encodes it. */
  readonly histogram: string;
}

const DEFAULT_EXACT_LIMIT = 1_000_000;
const DEFAULT_RESOLUTION = 1e-9;
const DEFAULT_SIGNIFICANT_DIGITS = 3;
/** Each cell of an encoded histogram that is revived counts to 2^53. */
const BITS_PER_CELL = 64;

/**
 * Records any number of samples in bounded memory: exactly up to a limit, and beyond it as a
 * histogram.
 *
 * Samples are in any one unit. Count, mean, min, max and stdev are always exact; beyond the limit
 * median and percentiles are within 0.1 % (or as `significantDigits` says) or one `resolution`,
 * whichever is more. Samples above
 * 2^53 times `resolution` (104 days by default) are then told apart by min and max only.
 *
 * @example
 * ```ts
 * import { SampleRecorder } from "@x/rpcbench/benchmarks";
 *
 * const latency = new SampleRecorder();
 * for (let i = 0; i < 1000; i++) {
 *   const start = performance.now();
 *   await Promise.resolve();
 *   latency.record((performance.now() - start) / 1000);
 * }
 * console.log(latency.summary().p99);
 * ```
 */
export class SampleRecorder {
  /**
   * Brings back a recorder of which a snapshot was taken, in this thread or another.
   *
   * @example
   * ```ts
   * import { SampleRecorder } from "@x/rpcbench/benchmarks";
   * import { assertEquals } from "@std/assert";
   *
   * const recorder = new SampleRecorder();
   * recorder.record(0.001);
   * const crossed = structuredClone(recorder.snapshot());
   * assertEquals(SampleRecorder.revive(crossed).summary(), recorder.summary());
   * ```
   */
  static revive(snapshot: SampleSnapshot): SampleRecorder {
    const recorder = new SampleRecorder(snapshot.options);
    recorder.#moments.merge(RunningMoments.revive(snapshot.moments));
    const histogram = decodeFromCompressedBase64(
      snapshot.histogram,
      BITS_PER_CELL,
    );
    if (!(histogram instanceof Float64Histogram)) {
      throw new TypeError("histogram holds no 64-bit counts");
    }
    recorder.#histogram.add(histogram);
    if (snapshot.samples === undefined) recorder.#exact = undefined;
    else for (const sample of snapshot.samples) recorder.#exact?.push(sample);
    return recorder;
  }

  readonly #resolution: number;
  readonly #exactLimit: number;
  readonly #significantDigits: number;
  readonly #moments = new RunningMoments();
  // Kept from the first sample on: filling it only at the limit would stall the program being
  // measured, and show as latency that is not there.
  readonly #histogram: Float64Histogram;
  #exact: SampleList | undefined = new SampleList();

  /**
   * Makes a recorder that holds nothing yet.
   *
   * @throws {RangeError} If an option is out of range.
   */
  constructor(options: SampleRecorderOptions = {}) {
    const {
      exactLimit = DEFAULT_EXACT_LIMIT,
      resolution = DEFAULT_RESOLUTION,
      significantDigits = DEFAULT_SIGNIFICANT_DIGITS,
    } = options;
    if (!Number.isSafeInteger(exactLimit) || exactLimit < 0) {
      throw new RangeError(
        `exactLimit must be a whole number of samples, got ${exactLimit}`,
      );
    }
    if (!(resolution > 0 && resolution < Infinity)) {
      throw new RangeError(
        `resolution must be a finite number above 0, got ${resolution}`,
      );
    }
    requireWholeNumber("significantDigits", significantDigits, 1, 5);
    this.#resolution = resolution;
    this.#exactLimit = exactLimit;
    this.#significantDigits = significantDigits;
    this.#histogram = new Float64Histogram(1, 2, significantDigits);
    this.#histogram.autoResize = true;
  }

  /** How many samples were recorded. */
  get count(): number {
    return this.#moments.count;
  }

  /**
   * Records one sample.
   *
   * @throws {RangeError} If `value` is not a finite number of at least 0.
   */
  record(value: number): void {
    if (!(value >= 0 && value < Infinity)) {
      throw new RangeError(
        `value must be a finite number of at least 0, got ${value}`,
      );
    }
    this.#keepExact(1)?.push(value);
    this.#moments.add(value);
    this.#histogram.recordValue(
      Math.min(Math.round(value / this.#resolution), Number.MAX_SAFE_INTEGER),
    );
  }

  /**
   * Summarizes all samples recorded so far.
   *
   * @throws {RangeError} If there are none.
   */
  summary(options: SummaryOptions = {}): Summary {
    const samples = this.samples();
    const sorted = samples?.toSorted();
    const summary = summarizeRanks(
      this.#moments,
      sorted === undefined
        ? (rank) => this.#approximateAt(rank)
        : (rank) => sorted[rank],
      options,
    );
    return samples === undefined || !options.samples
      ? summary
      : { ...summary, samples: keptSamples(samples) };
  }

  /**
   * A copy of the samples in the order in which they were recorded, or `undefined` once there were
   * more than `exactLimit`.
   */
  samples(): Float64Array | undefined {
    return this.#exact?.toArray();
  }

  /** All that was recorded, as plain data; {@linkcode SampleRecorder.revive} brings it back. */
  snapshot(): SampleSnapshot {
    const samples = this.samples();
    return {
      options: {
        exactLimit: this.#exactLimit,
        resolution: this.#resolution,
        significantDigits: this.#significantDigits,
      },
      ...samples === undefined ? {} : { samples },
      moments: this.#moments.snapshot(),
      histogram: encodeIntoCompressedBase64(this.#histogram),
    };
  }

  /**
   * Takes in all that `other` has recorded, after what is here; `other` stays as it is.
   *
   * Samples stay exact if both recorders still have them and together they fit in this `exactLimit`.
   *
   * @throws {RangeError} If `other` has another `resolution`.
   */
  merge(other: SampleRecorder): void {
    if (other.#resolution !== this.#resolution) {
      throw new RangeError(
        `other must have this recorder's resolution of ${this.#resolution}, got ${other.#resolution}`,
      );
    }
    const exact = this.#keepExact(other.count);
    const samples = other.samples();
    if (exact === undefined || samples === undefined) this.#exact = undefined;
    else samples.forEach((sample) => exact.push(sample));
    this.#moments.merge(other.#moments);
    this.#histogram.add(other.#histogram);
  }

  /** The exact samples, unless they were too many with `more` of them. */
  #keepExact(more: number): SampleList | undefined {
    if (this.count + more > this.#exactLimit) this.#exact = undefined;
    return this.#exact;
  }

  #approximateAt(rank: number): number {
    // Half a sample further than the rank, so that no rounding can reach its neighbours.
    const percent = 100 * (rank + 0.5) / this.count;
    const cell = this.#histogram.getValueAtPercentile(percent);
    const value = this.#histogram.medianEquivalentValue(cell) *
      this.#resolution;
    return Math.min(Math.max(value, this.#moments.min), this.#moments.max);
  }
}
