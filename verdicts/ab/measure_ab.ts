import type {
  AbBlock,
  AbEnd,
  AbMetric,
  AbRecord,
  AbSide,
} from "../../benchmarks/ab_record.ts";
import { PrecisionRule } from "./precision_rule.ts";
import { quadOrders } from "./quad_orders.ts";
import { logsOf } from "./quads.ts";

/** Seconds after which no more is measured, unless told otherwise. */
export const DEFAULT_MAX_TIME = 300;

const SIDES: readonly AbSide[] = ["a", "b"];

/** What one block of one side has found. */
export interface AbSample {
  /** By the name of the metric; without those that there was nothing for. */
  readonly values: Readonly<Record<string, number>>;
  /** How many requests were made. Default 1. */
  readonly total?: number;
  /** How many of them failed. Default 0. */
  readonly failed?: number;
}

/** How far an experiment is. */
export interface AbProgress {
  /** Quads so far. */
  readonly quads: number;
  /** How much of the time is over, from 0 to 1. */
  readonly fraction: number;
}

/** Which two sides are compared, and how precisely. */
export interface AbOptions {
  /** Measures one side for a while, as long as the other and in the same way. */
  readonly sample: (side: AbSide, signal: AbortSignal) => Promise<AbSample>;
  /**
   * Starts a side anew; done before each quad but the first. A program has something
   * for good from each start, such as where in memory its parts lie, and that can
   * make it some per cent faster or slower: over many starts it averages out
   * (Mytkowicz et al., "Producing Wrong Data Without Doing Anything Obviously
   * Wrong!", ASPLOS 2009). Default: a side stays as it is, and what this start of it
   * has counts as a difference.
   */
  readonly startAnew?: Partial<
    Readonly<Record<AbSide, (signal: AbortSignal) => Promise<void>>>
  >;
  /** What each sample has; the first decides when it is enough. */
  readonly metrics: readonly [AbMetric, ...AbMetric[]];
  /** What the sides are called. Default `{ a: "a", b: "b" }`. */
  readonly names?: Readonly<Record<AbSide, string>>;
  /**
   * How far the interval of the change may reach to each side before it is narrow
   * enough. Default 0.02: within 2 %.
   */
  readonly precision?: number;
  /** Seconds after which no more is measured, however wide it is. Default 300. */
  readonly maxTime?: number;
  /** The same seed gives the same order of blocks. Default: one by chance. */
  readonly seed?: number;
  /** Ends it early; what is measured by then is there. */
  readonly signal?: AbortSignal;
  /** Hears after each quad how far it is. */
  readonly onProgress?: (progress: AbProgress) => void;
  /** Tells the time in seconds. Default: that of `performance.now()`. */
  readonly now?: () => number;
}

/**
 * Measures two sides in turns, in blocks of the order A B B A or B A A B as the lot
 * has it, until the interval of the change is narrow enough or the time is over.
 *
 * A machine that becomes slower, or another program that comes and goes, so meets
 * both alike. What it means, {@linkcode analyzeAb} says.
 *
 * @throws {RangeError} for a precision, a time or a seed that makes no sense, and for
 * a value that is no finite number.
 * @throws whatever `sample` throws.
 *
 * @example Compare two functions
 * ```ts
 * import { analyzeAb, measureAb } from "@x/rpcbench/verdicts";
 *
 * const numbers = Array.from({ length: 1000 }, (_, i) => i);
 * const sides = {
 *   a: () => numbers.map(String).join(),
 *   b: () => JSON.stringify(numbers),
 * };
 * const record = await measureAb({
 *   metrics: [{ name: "duration", unit: "s", better: "lower" }],
 *   maxTime: 1,
 *   sample(side) {
 *     const start = performance.now();
 *     for (let i = 0; i < 100; i++) sides[side]();
 *     const duration = (performance.now() - start) / 1000;
 *     return Promise.resolve({ values: { duration } });
 *   },
 * });
 * console.log(`JSON is ${analyzeAb(record).verdict}`);
 * ```
 */
export async function measureAb(options: AbOptions): Promise<AbRecord> {
  const {
    sample,
    metrics,
    startAnew = {},
    names: { a, b } = { a: "a", b: "b" },
    precision = 0.02,
    maxTime = DEFAULT_MAX_TIME,
    seed = Math.floor(Math.random() * 2 ** 32),
    signal = new AbortController().signal,
    onProgress,
    now = () => performance.now() / 1000,
  } = options;
  requirePrecision(precision);
  requireTime(maxTime);
  const startedAnew = SIDES.filter((side) => startAnew[side] !== undefined);
  const rule = new PrecisionRule(precision);
  const blocks: AbBlock[] = [];
  const [{ name: decided_by }] = metrics;
  const start = now();
  const measure = async (): Promise<AbEnd> => {
    const orders = quadOrders(seed);
    for (let quads = 0;; quads++) {
      const elapsed = now() - start;
      // What a quad takes is known once there is one.
      const next = quads === 0 ? 0 : elapsed / quads;
      if (elapsed + next > maxTime) return "out_of_time";
      for (const side of quads === 0 ? [] : startedAnew) {
        if (signal.aborted) return "interrupted";
        try {
          await startAnew[side]?.(signal);
        } catch (error) {
          // What was cut off has not failed.
          if (!signal.aborted) throw error;
        }
      }
      const order = orders.next().value;
      for (const side of order) {
        if (signal.aborted) return "interrupted";
        const at = now() - start;
        const { values, total = 1, failed = 0 } = await sample(side, signal);
        // What was cut off says less than the others.
        if (signal.aborted) return "interrupted";
        requireNumbers(values);
        blocks.push({
          side,
          at,
          duration: now() - start - at,
          total_requests: total,
          failed_requests: failed,
          values,
        });
      }
      onProgress?.({ quads: quads + 1, fraction: (now() - start) / maxTime });
      const quad = blocks.slice(-order.length);
      logsOf([quad], decided_by).forEach(({ ratio }) => rule.add(ratio));
      if (rule.isMet) return "precise";
    }
  };
  const ended = await measure();
  return {
    a,
    b,
    metrics,
    decided_by,
    precision,
    max_time: maxTime,
    seed,
    ...startedAnew.length === 0 ? {} : { started_anew: startedAnew },
    ended,
    blocks,
  };
}

function requireNumbers(values: AbSample["values"]): void {
  for (const [name, value] of Object.entries(values)) {
    if (Number.isFinite(value)) continue;
    throw new RangeError(
      `sample found ${value} for ${name}; it takes a number, or nothing`,
    );
  }
}

function requirePrecision(precision: number): void {
  if (precision > 0 && precision < Infinity) return;
  throw new RangeError(
    `precision is ${precision}; it takes a part of the change, above 0, as 0.02`,
  );
}

function requireTime(maxTime: number): void {
  if (maxTime > 0 && maxTime < Infinity) return;
  throw new RangeError(
    `maxTime is ${maxTime}; it takes a number of seconds above 0`,
  );
}
