import type { ServerResult } from "../../benchmarks/result_document.ts";
import type { Summary } from "../../benchmarks/statistics.ts";

/** What a check has measured: latencies in seconds, or all that a benchmark tells. */
export type CheckResult = Summary | ServerResult;

/**
 * Measures what is watched, once. Whatever it throws says that it could not be
 * reached. It should end when the signal aborts; what comes later counts no more.
 */
export type WatchCheck = (signal: AbortSignal) => Promise<CheckResult>;
