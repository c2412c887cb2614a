import type { CodeOrigin } from "./code_origin.ts";

/** Where the code is that something is said of. */
export interface CodePlace {
  /** The function's name; V8's own states are in parentheses, as `"(program)"`. */
  readonly name: string;
  /** Its module, shortened to be read; empty for native code. */
  readonly module: string;
  /** Its first line, from 1 on; absent for native code. */
  readonly line?: number;
  /** Whose code it is. */
  readonly origin: CodeOrigin;
}

/** How much of a profile's time a function took. */
export interface FunctionTime extends CodePlace {
  /** Seconds in the function itself. */
  readonly self: number;
  /** Seconds in it and in all that it called; a recursive call counts once. */
  readonly total: number;
  /** `self` as a part of the time in which the process was not idle, 0 to 1. */
  readonly self_share: number;
  /** `total` as a part of the same. */
  readonly total_share: number;
}

/**
 * What a function took below one chain of callers: a node of a call tree. One that
 * calls itself is one node, however deep it goes.
 */
export interface CallTreeNode extends CodePlace {
  /** Seconds in the function itself. */
  readonly self: number;
  /** Seconds in it and in all that it called. */
  readonly total: number;
  /** What it called, most first; what took little is left out. */
  readonly children: readonly CallTreeNode[];
}

/** How much of a profile's time all code of one origin took. */
export interface OriginTime {
  /** Whose code. */
  readonly origin: CodeOrigin;
  /** Seconds in it, without what it called of others. */
  readonly self: number;
  /** That as a part of the time in which the process was not idle, 0 to 1. */
  readonly share: number;
}

/**
 * Where the CPU time went, as sampling saw it: each sample counts for the time
 * until the next. How often a function was called, sampling cannot tell; nor
 * that the system let others use the processor meanwhile.
 */
export interface CpuResult {
  /** Seconds that were profiled, of all processes together. */
  readonly duration: number;
  /** Seconds of these in which the processes were not idle. */
  readonly busy: number;
  /** How many samples there are. */
  readonly samples: number;
  /** Seconds from one sample to the next, on average. */
  readonly interval: number;
  /** Those that took most in themselves, most first. */
  readonly by_self: readonly FunctionTime[];
  /** Those that took most with all that they called, most first. */
  readonly by_total: readonly FunctionTime[];
  /** All code by whose it is, most first. */
  readonly by_origin: readonly OriginTime[];
  /**
   * What called what, most first, from the outermost functions on, to be drawn as
   * a flame graph: at most 400 nodes that took at least 0.5 % of `busy` each.
   * Absent from documents of before it was kept.
   */
  readonly call_tree?: readonly CallTreeNode[];
}
