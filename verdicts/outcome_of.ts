import type { CheckOutcome } from "./check.ts";
import { isAsGraveAs, type Severity } from "./severity.ts";

/** From which severity on something fails; `undefined` if nothing does. */
export type FailOn = Exclude<Severity, "none"> | undefined;

/** What a severity makes of a check: what is severe but does not fail, warns. */
export function outcomeOf(severity: Severity, failOn: FailOn): CheckOutcome {
  if (severity === "none") return "passed";
  return failOn !== undefined && isAsGraveAs(severity, failOn)
    ? "failed"
    : "warning";
}
