import {
  type MetricFigure,
  metricFigure,
} from "../../benchmarks/metrics/metric_figure.ts";
import { formatCount } from "../../units/units.ts";
import { counted } from "../../units/counted.ts";
import type {
  BudgetResult,
  HeldBudget,
} from "../../verdicts/budgets/budget_result.ts";
import type { ReportSection } from "../report_section.ts";
import { type Cell, type Column, figure } from "../report_table.ts";

/** What came of the budgets of a run. */
export interface JudgedRun {
  /** What tells it from the others. */
  readonly name: string;
  /** What came of its budgets. */
  readonly results: readonly BudgetResult[];
}

/** What reports call what the samples say of another run. */
const CERTAINTY_NAMES: Readonly<
  Record<HeldBudget["certainty"], string | undefined>
> = {
  sure: "sure",
  not_sure: "could be chance",
  not_known: undefined,
};

const COLUMNS: readonly Column[] = [
  { name: "budget" },
  { name: "run" },
  { name: "server" },
  { name: "metric", importance: "useful" },
  { name: "limit" },
  { name: "value" },
  { name: "beyond it by", tellsFailures: true },
  { name: "room left" },
  { name: "how sure" },
  { name: "verdict" },
];

/** Which budgets are kept, and how far each value is from its limit: failures first. */
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
    alarming: failed.length > 0,
    lines: [
      failed.length === 0
        ? `All of ${counted(all.length, "check")} passed.`
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
    tables: held.length === 0 ? [] : [{
      title: "Budgets",
      note:
        "Could be chance: the limit lies where the value might, at 95 %, as its samples tell.",
      columns: COLUMNS,
      rows: held.toSorted(failuresFirst).map(({ result, run }) =>
        rowOf(result, run)
      ),
    }],
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
  const { budget, certainty, excess, limit, outcome, path, server, unit } =
    result;
  const isBroken = outcome === "broken";
  return [
    budget,
    run,
    server === "" ? undefined : server,
    // Where the budget says it as it is, it need not be said again.
    budget.includes(path) ? undefined : path,
    cellOf(metricFigure(limit, unit)),
    cellOf(metricFigure(result.value, unit)),
    isBroken
      ? excess === undefined
        ? cellOf(metricFigure(Math.abs(result.value - limit), unit))
        : figure(excess, "share")
      : undefined,
    isBroken || excess === undefined ? undefined : figure(-excess, "share"),
    CERTAINTY_NAMES[certainty],
    isBroken ? "failed" : "passed",
  ];
}

function cellOf({ quantity, value }: MetricFigure): Cell {
  return figure(value, quantity);
}
