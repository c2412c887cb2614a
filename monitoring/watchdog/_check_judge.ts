import { describeMachine } from "../../benchmarks/machine.ts";
import {
  type ResultDocument,
  type RunMetadata,
  type ServerResult,
  serverResults,
} from "../../benchmarks/result_document.ts";
import type { Summary } from "../../benchmarks/statistics.ts";
import type { Budget } from "../../verdicts/budgets/budget.ts";
import type { HeldBudget } from "../../verdicts/budgets/budget_result.ts";
import { judgeBudgets } from "../../verdicts/budgets/judge_budgets.ts";
import { parseBudget } from "../../verdicts/budgets/parse_budget.ts";
import type { CheckResult } from "./watch_check.ts";
import type { WatchOutcome } from "./watch_state.ts";

/** Under these keys, check and baseline are in one document. */
const CHECK = "check";
const BASELINE = "baseline";

/** Holds checks against limits, some of which are multiples of a baseline. */
export class CheckJudge {
  readonly #limits: readonly Budget[];
  readonly #meta: RunMetadata = {
    schema: "rpcbench/1",
    started_at: new Date().toISOString(),
    duration: 0,
    ...describeMachine(),
    config: {},
    warnings: [],
  };

  /** Throws a `SyntaxError` that quotes a limit which cannot be read. */
  constructor(limits: readonly string[]) {
    this.#limits = [...new Set(limits)].map(parseLimit);
  }

  /** Tells whether a check keeps to the limits. */
  judge(check: ServerResult, baseline: ServerResult): WatchOutcome {
    const results = judgeBudgets({
      meta: this.#meta,
      [CHECK]: check,
      [BASELINE]: baseline,
    }, this.#limits);
    const judged: HeldBudget[] = [];
    for (const result of results) {
      if (result.outcome === "not_judged") {
        return {
          outcome: "failed",
          reason: `${result.budget}: ${result.reason}`,
        };
      }
      judged.push(result);
    }
    // What could be chance is no reason to wake anybody.
    const breaches = judged.filter(({ certainty, outcome }) =>
      outcome === "broken" && certainty !== "not_sure"
    );
    return breaches.length === 0
      ? { outcome: "good", judged }
      : { outcome: "breached", judged, breaches };
  }
}

/** What was measured, as one server's result. */
export function serverResultOf(measured: CheckResult): ServerResult {
  return isServerResult(measured) ? measured : {
    name: CHECK,
    protocol: "program",
    server_mode: "program",
    duration: measured.mean * measured.count,
    total_requests: measured.count,
    failed_requests: 0,
    success_rate: 1,
    latency: measured,
    metadata: { errors: [] },
  };
}

/** What a baseline says of the one thing that it is of; throws if it is of several. */
export function baselineOf(
  baseline: CheckResult | ResultDocument,
): ServerResult {
  if (!isDocument(baseline)) return serverResultOf(baseline);
  const results = serverResults(baseline);
  const [only, ...others] = results.values();
  if (only === undefined || others.length > 0) {
    throw new RangeError(
      `baseline is a document of ${results.size} servers; it takes the result of one`,
    );
  }
  return only;
}

/** The one of several checks whose latency is in the middle. */
export function middleOf(
  checks: readonly ServerResult[],
): ServerResult | undefined {
  const sorted = checks.toSorted((a, b) =>
    (a.latency?.median ?? 0) - (b.latency?.median ?? 0)
  );
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function parseLimit(text: string): Budget {
  let budget: Budget;
  try {
    budget = parseBudget(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(`limits has "${text}"; ${error.message}`);
  }
  const { limit, path } = budget;
  return {
    ...budget,
    // That the baseline has a metric must not make up for a check that has not.
    path: `${CHECK}.${path}`,
    limit: limit.kind === "multiple" && limit.of === BASELINE
      ? { ...limit, of: `${BASELINE}.${path}` }
      : limit,
  };
}

function isServerResult(measured: CheckResult): measured is ServerResult {
  return "protocol" in measured;
}

function isDocument(
  baseline: Summary | ServerResult | ResultDocument,
): baseline is ResultDocument {
  return "meta" in baseline;
}
