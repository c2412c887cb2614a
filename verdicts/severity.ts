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

/** A share of requests that fell by more than this is worth a warning. */
const WARNING_OF_SHARE = 0.01;
/** A share of requests that fell by more than this is critical. */
const CRITICAL_OF_SHARE = 0.05;

/**
 * How bad it is that a share, as that of requests that succeed, is worse by so much
 * of 1: who loses one request in a hundred has users who notice.
 */
export function severityOfShare(worsening: number): Severity {
  if (worsening > CRITICAL_OF_SHARE) return "critical";
  return worsening > WARNING_OF_SHARE ? "warning" : "none";
}

/** Severities, from the least on. */
const SEVERITIES: readonly Severity[] = ["none", "warning", "critical"];

/** Whether a severity is another or graver. */
export function isAsGraveAs(severity: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(other);
}

/** The gravest of some severities. */
export function gravest(severities: readonly Severity[]): Severity {
  return SEVERITIES.findLast((one) => severities.includes(one)) ?? "none";
}
