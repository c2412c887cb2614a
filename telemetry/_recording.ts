import { AsyncLocalStorage } from "node:async_hooks";
import { CallTotals } from "./_call_totals.ts";
import type { RecordedIncomingCall } from "./_recorded_incoming_call.ts";
import type { LineTotals } from "./_line_totals.ts";
import type { MethodTotals } from "./_method_totals.ts";
import type { RecordedCall } from "./_recorded_call.ts";
import { SpanIds } from "./_span_ids.ts";
import { StackAllowance } from "./_stack_allowance.ts";
import type { CompleteTelemetryOptions } from "./telemetry_options.ts";
import { UserLines } from "./_user_lines.ts";

/**
 * Deeper than calls are nested, and than the views, which recurse, can follow.
 * What gets as deep are calls that each start the next one and end, for ever.
 */
const MOST_DEPTH = 500;

/** The line that makes a call, as far as that is known. */
export interface FoundLine {
  readonly line: LineTotals;
  /** Whether it was seen, and not taken to be the same as before. */
  readonly isLocated: boolean;
}

/** What the recorders of all connections of one telemetry share. */
export class Recording {
  /** What to record. */
  readonly options: CompleteTelemetryOptions;
  /** Whether to record. */
  enabled: boolean;
  /** What is known so far. */
  totals: CallTotals;
  /** The calls that have no answer yet. */
  readonly underWay: Set<RecordedCall> = new Set();
  /** Names the calls. */
  readonly ids: SpanIds = new SpanIds();
  readonly #context = new AsyncLocalStorage<RecordedIncomingCall>();
  readonly #userLines = new UserLines();
  readonly #allowance = new StackAllowance();

  /** Knows of no calls yet. */
  constructor(options: CompleteTelemetryOptions) {
    this.options = options;
    this.enabled = options.enabled;
    this.totals = new CallTotals(options.historyLimit, 0);
  }

  /** Forgets all but the references that are held. */
  reset(): void {
    const { active } = this.totals.references;
    this.totals = new CallTotals(this.options.historyLimit, active);
  }

  /** The call that the running code answers. */
  get cause(): RecordedIncomingCall | undefined {
    const cause = this.#context.getStore();
    return cause === undefined || cause.depth >= MOST_DEPTH ? undefined : cause;
  }

  /** Runs a method, so that `call` is known to cause the calls that it makes. */
  runWithin<Result>(call: RecordedIncomingCall, method: () => Result): Result {
    return this.#context.run(call, method);
  }

  /** How many calls deep the program is. */
  get depth(): number {
    let depth = 0;
    for (const call of this.underWay) depth = Math.max(depth, call.depth);
    return depth;
  }

  /**
   * Finds the line of the program that calls a method at this moment, which is
   * outside of `above`.
   */
  findLine(
    method: MethodTotals,
    now: number,
    above: (...args: never[]) => unknown,
  ): FoundLine {
    const { methods } = this.totals;
    if (!this.options.trackStacks) {
      return { line: methods.line(method, undefined), isLocated: false };
    }
    if (!this.#allowance.permits(now)) {
      const line = method.lastLine ?? methods.line(method, undefined);
      line.assumed++;
      return { line, isLocated: false };
    }
    const location = this.#userLines.find(above);
    this.#allowance.spend(performance.now() - now);
    const line = methods.line(method, location);
    method.lastLine = line;
    return { line, isLocated: line.location !== undefined };
  }
}
