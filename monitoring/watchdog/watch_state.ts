import type { HeldBudget } from "../../verdicts/budgets/budget_result.ts";

/** How what is watched is doing. */
export type WatchState =
  | {
    /** It can be reached; what is normal is not known yet. */
    readonly state: "learning";
    readonly since: Date;
  }
  | {
    /** It keeps to its limits. */
    readonly state: "healthy";
    readonly since: Date;
  }
  | {
    /** It can be reached, and does not keep to its limits. */
    readonly state: "degraded";
    readonly since: Date;
    /** The limits that it broke last. */
    readonly breaches: readonly HeldBudget[];
  }
  | {
    /** Checks of it fail. */
    readonly state: "unreachable";
    readonly since: Date;
    /** Why the last one failed. */
    readonly reason: string;
  };

/** What came of one check. */
export type WatchOutcome =
  | { readonly outcome: "good"; readonly judged: readonly HeldBudget[] }
  | {
    readonly outcome: "breached";
    readonly judged: readonly HeldBudget[];
    readonly breaches: readonly HeldBudget[];
  }
  | { readonly outcome: "failed"; readonly reason: string };
