import { metricFigure } from "../../benchmarks/metrics/metric_figure.ts";
import { formatCount } from "../../units/units.ts";
import { counted } from "../../units/counted.ts";
import type {
  BudgetResult,
  HeldBudget,
} from "../../verdicts/budgets/budget_result.ts";
import type { ReportSection } from "../report_section.ts";
import {
  type Cell,
  cellText,
  type Column,
  FAILED,
  figure,
  withoutEmptyColumns,
} from "../report_table.ts";

/** What came of the budgets of a run. */
export interface JudgedRun {
  /** What tells it from the others. */
  readonly name: string;
  /** What came of its budgets. */
  readonly results: readonly BudgetResult[];
}

const COULD_BE_CHANCE =
  "Could be chance: value and limit are no further apart than the samples can tell, at 95 %.";

const COLUMNS: readonly Column[] = [
  { name: "verdict", tellsFailures: true },
  { name: "budget" },
  { name: "run" },
  { name: "server" },
  { name: "metric", importance: "useful" },
  { name: "limit" },
  { name: "value" },
  { name: "from limit" },
  { name: "95 % interval", importance: "detail" },
];

/**
 * Which budgets are kept, and how far each value is from its limit: failures first.
 * `undefined` where nothing was judged.
 *
 * @example Make a report that begins with budgets
 * ```ts
 * import {
 *   BenchmarkResults,
 *   budgetsSection,
 *   formatMarkdownReport,
 *   judgeBudgets,
 *   parseBudget,
 * } from "@x/rpcbench";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const document = new BenchmarkResults().toJSON();
 * const results = judgeBudgets(document, [parseBudget("warnings.count==0")]);
 * const section = budgetsSection([{ name: "my run", results }]);
 * const verdicts = section === undefined ? [] : [section];
 * const report = formatMarkdownReport(document, { verdicts });
 * assertStringIncludes(report, "### Budgets");
 * ```
 */
export function budgetsSection(
  judged: readonly JudgedRun[],
): ReportSection | undefined {
  const all = judged.flatMap(({ name, results }) =>
    results.map((result) => ({
      run: judged.length === 1 ? undefined : name,
      result,
    }))
  );
  if (all.length === 0) return undefined;
  const failed = all.filter(({ result }) => result.outcome !== "kept");
  const held = all.flatMap(({ result, run }) =>
    result.outcome === "not_judged" ? [] : [{ result, run }]
  );
  return {
    id: "budgets",
    title: "Budgets",
    isVerdict: true,
    alarming: failed.length > 0,
    lines: [
      failed.length === 0
        ? `${counted(all.length, "check")} passed, none failed.`
        : `${formatCount(failed.length)} of ${
          counted(all.length, "check")
        } failed.`,
      ...all.flatMap(({ result, run }) =>
        result.outcome === "not_judged"
          ? [
            `${
              [run, result.budget].filter((part) => part !== undefined).join(
                ": ",
              )
            }: failed, as ${result.reason}.`,
          ]
          : []
      ),
    ],
    charts: [],
    tables: held.length === 0 ? [] : [withoutEmptyColumns({
      title: "Budgets",
      ...held.some(({ result }) => result.certainty === "not_sure") &&
        { note: COULD_BE_CHANCE },
      columns: COLUMNS,
      rows: held.toSorted(failuresFirst).map(({ result, run }) =>
        rowOf(result, run)
      ),
    })],
  };
}

/** Failures first, the worst of them before all. */
function failuresFirst(
  { result: a }: { readonly result: HeldBudget },
  { result: b }: { readonly result: HeldBudget },
): number {
  if (a.outcome !== b.outcome) return a.outcome === "broken" ? -1 : 1;
  return excessOf(b) - excessOf(a);
}

/** Any value is infinitely far beyond a limit of 0. */
function excessOf({ excess, outcome }: HeldBudget): number {
  return excess ?? (outcome === "broken" ? Number.MAX_VALUE : 0);
}

function rowOf(result: HeldBudget, run: string | undefined): Cell[] {
  const { budget, limit, path, server, unit, value } = result;
  const written = (value: number) => metricFigure(value, unit);
  return [
    verdictOf(result),
    budget,
    run,
    server === "" ? undefined : server,
    // Where the budget says it as it is, it need not be said again.
    budget.includes(path) ? undefined : path,
    written(limit),
    written(value),
    fromLimit(result),
    result.interval
      ?.map((end) => cellText(written(end)))
      .join(" to "),
  ];
}

/** From so much on, per cent are no help to imagine it. */
const MANY_TIMES = 10;

function fromLimit({ limit, unit, value }: HeldBudget): Cell {
  if (limit === 0) return { ...metricFigure(value, unit), isChange: true };
  const ratio = value / limit;
  return ratio < MANY_TIMES
    ? figure(ratio - 1, "share", { isChange: true })
    : figure(ratio, "ratio");
}

function verdictOf({ certainty, outcome }: HeldBudget): string {
  const verdict = outcome === "kept" ? "passed" : FAILED;
  return certainty === "not_sure" ? `${verdict}, could be chance` : verdict;
}
