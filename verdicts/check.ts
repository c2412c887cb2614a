/** How a check came out. */
export type CheckOutcome =
  /** What was asked for holds. */
  | "passed"
  /** Nobody can tell whether it does, and nothing fails for it. */
  | "skipped"
  /** It does not hold, and should be looked at: nothing fails for it. */
  | "warning"
  /** It does not hold. */
  | "failed";

/** Whether it is to be looked at. */
export function isRemarkable({ outcome }: Check): boolean {
  return outcome === "warning" || outcome === "failed";
}

/**
 * One thing that a user asked to be checked, and what came of it: what verdicts
 * have in common for those that read them, as continuous integration does.
 */
export interface Check {
  /** What was checked, as the user asked for it: `latency.p99<100ms`. */
  readonly name: string;
  /** Of what: a server, or a server and its run. Checks of one subject stand together. */
  readonly subject: string;
  /** What came of it. */
  readonly outcome: CheckOutcome;
  /** What was found, in one sentence. */
  readonly message: string;
}
