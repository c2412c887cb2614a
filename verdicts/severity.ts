/** How bad it is that something became worse. */
export type Severity = "none" | "warning" | "critical";

/** What became worse by more than this part is worth a warning. */
const WARNING = 0.1;
/** What became worse by more than this part is critical. */
const CRITICAL = 0.25;

/** How bad it is that something is worse by so much, as a part of what it was. */
export function severityOf(worsening: number): Severity {
  if (worsening > CRITICAL) return "critical";
  return worsening > WARNING ? "warning" : "none";
}
