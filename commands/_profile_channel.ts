/**
 * How a profiled program and the process that started it talk: lines of JSON on
 * an inherited file, which takes no permission to write to.
 */
import type { RemoteCalls, TelemetryOptions } from "../telemetry/mod.ts";

/** The inherited file's number: the first that no standard stream has. */
export const CHANNEL = 3;

/**
 * Asks for a report. The signal tells of urgent data on a socket, which nobody
 * uses, and does nothing to a program that does not listen yet.
 */
export const REPORT_SIGNAL = "SIGURG";

/** A way to look at a program's calls. */
export type ProfileView =
  | "summary"
  | "findings"
  | "full"
  | "tree"
  | "timeline"
  | "references"
  | "slow";

/** What is recorded of a program's calls, and what is told of them. */
export interface ProfileSettings {
  readonly telemetry: Omit<TelemetryOptions, "onSlowCall" | "onDeepCall">;
  /** Whether each slow call is printed when it ends. */
  readonly printSlow: boolean;
  /** Whether each deep call is printed when it is made. */
  readonly printDeep: boolean;
  /** What is shown, in this order. */
  readonly views: readonly ProfileView[];
  /** How many slow calls are shown. */
  readonly slowCalls: number | undefined;
  /** Whether the calls themselves are wanted too. */
  readonly withCalls: boolean;
}

/** What a program tells of its calls. */
export interface ProfileReport {
  /** Whether the program ends now, and reports no more. */
  readonly last: boolean;
  /** Its process, by which its calls are told from others'. */
  readonly processId: number;
  /** The views. */
  readonly text: string;
  /** What a document says of them; without the calls themselves, if not wanted. */
  readonly remoteCalls: RemoteCalls;
}
