import { inOneLine } from "../../units/one_line.ts";
import { formatDuration } from "../../units/units.ts";
import { budgetChecks } from "../../verdicts/budgets/budget_checks.ts";
import type { Incident } from "./_incident.ts";
import type { WatchState } from "./watch_state.ts";
import type { WatchdogAlert } from "./watchdog_alert.ts";

/** A state that is worth an alert. */
export type BadState = Extract<
  WatchState,
  { readonly state: "degraded" | "unreachable" }
>;

/** Whether somebody should know of a state. */
export function isBad(state: WatchState): state is BadState {
  return state.state === "degraded" || state.state === "unreachable";
}

/** The alert that something is not well. */
export function badAlert(
  watchdog: string,
  state: BadState,
  { now, reminder }: { readonly now: Date; readonly reminder: boolean },
): WatchdogAlert {
  const facts = {
    watchdog,
    timestamp: now.toISOString(),
    since: state.since.toISOString(),
    reminder,
  };
  const begin = `${watchdog} is ${reminder ? "still " : ""}${state.state}`;
  if (state.state === "unreachable") {
    const { reason } = state;
    const message = inOneLine(`${begin}: ${reason}`);
    return { ...facts, event: "unreachable", reason, message };
  }
  const { breaches } = state;
  const found = budgetChecks(breaches).map(({ message }) => message);
  const message = inOneLine(`${begin}: ${found.join("; ")}`);
  return { ...facts, event: "degraded", breaches, message };
}

/** The alert that something is well again. */
export function recoveredAlert(
  watchdog: string,
  { duration, since, ways }: Incident,
  { from, now }: { readonly from: BadState["state"]; readonly now: Date },
): WatchdogAlert {
  return {
    watchdog,
    timestamp: now.toISOString(),
    since: since.toISOString(),
    event: "recovered",
    from,
    duration,
    message: inOneLine(
      `${watchdog} has recovered: it was ${ways} for ${
        formatDuration(duration)
      }`,
    ),
  };
}
