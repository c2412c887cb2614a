import { requireWholeNumber } from "../rpc/arguments.ts";
import type { CallRecord } from "./call_record.ts";

/** As many calls as fit in about 1 GB. */
const MOST_HISTORY = 1_000_000;

/** Told of single calls while the program runs. */
export interface CallListeners {
  /** A call has ended that took longer than `slowCallThreshold`. */
  readonly onSlowCall?: (call: CallRecord) => void;
  /** A call is made that is more than `deepStackThreshold` calls deep. */
  readonly onDeepCall?: (call: CallRecord) => void;
}

/** What an `RpcTelemetry` records; every option has a default. */
export interface TelemetryOptions extends CallListeners {
  /** Whether it records from the start. Default `true`. */
  readonly enabled?: boolean;
  /** Whether it follows remote objects. Default `true`. */
  readonly trackReferences?: boolean;
  /** Whether it looks for the line that makes a call. Default `true`. */
  readonly trackStacks?: boolean;
  /** Seconds; a call that takes longer is slow. Default 0.1. */
  readonly slowCallThreshold?: number;
  /** A call that is more calls deep than this is deep. Default 5. */
  readonly deepStackThreshold?: number;
  /** How many of the latest calls, and of references, are kept. Default 10,000. */
  readonly historyLimit?: number;
}

/** Options that are complete, and right. */
export type CompleteTelemetryOptions =
  & Required<Omit<TelemetryOptions, keyof CallListeners>>
  & CallListeners;

/** Fills in the defaults; throws a `RangeError` that names a wrong option. */
export function completeOptions(
  options: TelemetryOptions,
): CompleteTelemetryOptions {
  const {
    enabled = true,
    trackReferences = true,
    trackStacks = true,
    slowCallThreshold = 0.1,
    deepStackThreshold = 5,
    historyLimit = 10_000,
    onSlowCall,
    onDeepCall,
  } = options;
  if (!(slowCallThreshold >= 0)) {
    throw new RangeError(
      `slowCallThreshold is ${slowCallThreshold}; it takes a number of seconds of at least 0`,
    );
  }
  requireWholeNumber("deepStackThreshold", deepStackThreshold, 1);
  requireWholeNumber("historyLimit", historyLimit, 0, MOST_HISTORY);
  return {
    enabled,
    trackReferences,
    trackStacks,
    slowCallThreshold,
    deepStackThreshold,
    historyLimit,
    onSlowCall,
    onDeepCall,
  };
}
