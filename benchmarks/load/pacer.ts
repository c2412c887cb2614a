import { constantPacer } from "./constant_pacer.ts";
import { poissonPacer } from "./poisson_pacer.ts";
import { rampPacer } from "./ramp_pacer.ts";
import { stepPacer } from "./step_pacer.ts";

/** As many requests in each second as in any other, evenly spaced. */
export interface ConstantPacing {
  /** Tells it from other pacings. */
  readonly kind: "constant";
  /** Requests per second. */
  readonly rate: number;
}

/** A rate that changes evenly from one to another; then it is over. */
export interface RampPacing {
  /** Tells it from other pacings. */
  readonly kind: "ramp";
  /** Requests per second at the start. */
  readonly from: number;
  /** Requests per second at the end. */
  readonly to: number;
  /** Seconds from the one to the other. */
  readonly duration: number;
}

/** One rate after another; then it is over. */
export interface StepPacing {
  /** Tells it from other pacings. */
  readonly kind: "step";
  /** The rates in requests per second, each with the seconds that it lasts. */
  readonly steps: readonly {
    readonly rate: number;
    readonly duration: number;
  }[];
}

/** Requests of many users who know nothing of each other: a Poisson process. */
export interface PoissonPacing {
  /** Tells it from other pacings. */
  readonly kind: "poisson";
  /** Requests per second, on average. */
  readonly rate: number;
  /** The same seed gives the same schedule. Default 1. */
  readonly seed?: number;
}

/** When requests are due, as plain data. */
export type Pacing =
  | ConstantPacing
  | RampPacing
  | StepPacing
  | PoissonPacing;

/** Says when the next request is due, one after another, and keeps none of them. */
export interface Pacer {
  /**
   * Seconds from the start of the run at which the next request is due, never
   * less than the last time; `Infinity` when there are no more.
   */
  next(): number;
}

/**
 * Makes a pacer, at its start. Pacers of the same pacing say the same.
 *
 * @throws {RangeError} for a rate or a duration that makes no sense.
 *
 * @example See when requests are due
 * ```ts
 * import { createPacer } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const pacer = createPacer({ kind: "constant", rate: 10 });
 * assertEquals([pacer.next(), pacer.next(), pacer.next()], [0, 0.1, 0.2]);
 * ```
 */
export function createPacer(pacing: Pacing): Pacer {
  switch (pacing.kind) {
    case "constant":
      return constantPacer(pacing);
    case "ramp":
      return rampPacer(pacing);
    case "step":
      return stepPacer(pacing);
    case "poisson":
      return poissonPacer(pacing);
  }
}

/** Seconds until there are no more requests; `Infinity` for a pacing without end. */
export function pacingDuration(pacing: Pacing): number {
  switch (pacing.kind) {
    case "ramp":
      return pacing.duration;
    case "step":
      return pacing.steps.reduce((sum, { duration }) => sum + duration, 0);
    case "constant":
    case "poisson":
      return Infinity;
  }
}
