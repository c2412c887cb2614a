import type { HeldBudget } from "../../verdicts/budgets/budget_result.ts";

/** What every alert tells. */
export interface AlertFacts {
  /** The watchdog's name. */
  readonly watchdog: string;
  /** When it was raised, in ISO 8601. */
  readonly timestamp: string;
  /** Since when it has been so; of a recovery, since when it had not been well. */
  readonly since: string;
  /** All of it in one line, for people. */
  readonly message: string;
}

/** What hooks are told, as JSON if they are programs. */
export type WatchdogAlert =
  & AlertFacts
  & (
    | {
      /** It does not keep to its limits any more. */
      readonly event: "degraded";
      /** Whether it was told before. */
      readonly reminder: boolean;
      /** The limits that it broke. */
      readonly breaches: readonly HeldBudget[];
    }
    | {
      /** Checks of it fail. */
      readonly event: "unreachable";
      /** Whether it was told before. */
      readonly reminder: boolean;
      /** Why. */
      readonly reason: string;
    }
    | {
      /** It is well again. */
      readonly event: "recovered";
      /** What it was at last. */
      readonly from: "degraded" | "unreachable";
      /** For how many seconds it was not well, in whichever way. */
      readonly duration: number;
    }
  );

/**
 * Does something about an alert. It should end when the signal aborts, as it does
 * after the watchdog's `hookTimeout`. What it throws stops neither the watchdog
 * nor other hooks.
 */
export type WatchdogHook = (
  alert: WatchdogAlert,
  signal: AbortSignal,
) => void | PromiseLike<void>;
