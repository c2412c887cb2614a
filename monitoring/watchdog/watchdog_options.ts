import type { ResultDocument } from "../../benchmarks/result_document.ts";
import type { Clock } from "../clock.ts";
import type { OnNotice } from "../_trouble.ts";
import type { Patience } from "./_watch_history.ts";
import type { CheckResult, WatchCheck } from "./watch_check.ts";
import type { WatchdogHook } from "./watchdog_alert.ts";

/** What is watched, how often, and what is done about it. */
export interface WatchdogOptions {
  /** Measures what is watched, once; see `latencyCheck`. */
  readonly check: WatchCheck;
  /** What alerts call it. Default `"watchdog"`. */
  readonly name?: string;
  /** Seconds from one check to the next. Default 60. */
  readonly every?: number;
  /** Seconds that a check may take before it counts as failed. Default 30. */
  readonly timeout?: number;
  /**
   * What is normal: latencies, the result of a server, or a document of one.
   * Default: the one of the first `learnFrom` good checks that is in the middle.
   */
  readonly baseline?: CheckResult | ResultDocument;
  /** How many checks make a baseline, if none is given. Default 5. */
  readonly learnFrom?: number;
  /**
   * What a check has to keep to, in the words of budgets; of `baseline`, it is what
   * that has of the same metric. A break that could be chance does not
   * count; of a percentile that a check has too few requests to tell, which are some
   * 80 for p95 and 400 for p99, any break does.
   * Default: `latency.median<=2x baseline`, `latency.p95<=2x baseline` and
   * `success_rate>=95%`.
   */
  readonly limits?: readonly string[];
  /**
   * How many checks it takes to believe them: it is not well after `bad` bad checks
   * of the last `of`, and well after `good` good ones in a row. Default 2 of 3, and 2.
   */
  readonly patience?: Partial<Patience>;
  /** What alerts are handed to, each in its own time. */
  readonly hooks?: readonly WatchdogHook[];
  /** Seconds that a hook may take for an alert. Default 60. */
  readonly hookTimeout?: number;
  /** Seconds after which an alert is raised again while nothing has changed. Default: never. */
  readonly remindEvery?: number;
  /** Whether the program goes on for as long as this watches. Default `false`. */
  readonly keepAlive?: boolean;
  /** Takes one line when a hook begins to fail. Default: prints it to stderr. */
  readonly onNotice?: OnNotice;
  /** Tells it the time. Default: the system's. */
  readonly clock?: Clock;
}

/** What a check has to keep to by default: what 100 requests can tell. */
export const DEFAULT_LIMITS: readonly string[] = [
  "latency.median<=2x baseline",
  "latency.p95<=2x baseline",
  "success_rate>=95%",
];

/** One bad check of three wakes nobody. */
export const DEFAULT_PATIENCE: Patience = { bad: 2, of: 3, good: 2 };
