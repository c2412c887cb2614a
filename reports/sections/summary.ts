import {
  INTERRUPTED,
  type ResultDocument,
  serverResults,
} from "../../benchmarks/result_document.ts";
import { formatCount } from "../../units/units.ts";
import {
  type Advantage,
  bestFirst,
  compareEstimates,
  compareServers,
  multipleOf,
} from "../comparison.ts";
import { type Dimension, DIMENSIONS, type Estimate } from "../dimensions.ts";
import { counted } from "../../units/counted.ts";
import type { ReportSection } from "../report_section.ts";
import {
  type Cell,
  columnsNamed,
  figure,
  type ReportTable,
} from "../report_table.ts";
import { type Run, serversOf } from "../run.ts";

/** Whose value something is. */
interface Ranked extends Estimate {
  readonly name: string;
}

/** What is compared, best first. */
interface Contest {
  readonly name: string;
  readonly dimension: Dimension;
  readonly ranking: readonly Ranked[];
}

/** Who wins at what, by how much, and how sure that is. */
export function summarySection(runs: readonly Run[]): ReportSection {
  // What was measured in turns has a verdict of its own, which knows better.
  const contests = runs.some(({ document }) => document.meta.ab !== undefined)
    ? []
    : runs.length === 1
    ? serverContests(runs[0])
    : runContests(runs);
  return {
    id: "summary",
    title: "Summary",
    lines: [...runs.flatMap(noticeLines), ...winnerLines(contests)],
    charts: [],
    tables: [
      ...verdictTable(contests),
      ...runs.length === 1 ? serverTable(runs[0]) : runTables(runs),
    ],
  };
}

/** What makes the numbers doubtful comes before them. */
function noticeLines(
  { document, name }: Run,
  _: number,
  runs: readonly Run[],
): string[] {
  const { warnings } = document.meta;
  const of = runs.length === 1 ? "" : `${name}: `;
  const results = [...serverResults(document).values()];
  return [
    ...warnings.includes(INTERRUPTED)
      ? [`${of}The run was interrupted: the results are not complete.`]
      : [],
    ...results.length === 0 ? [`${of}No server was measured.`] : [],
    ...failureLines(document).map((line) => of + line),
    ...results.some(({ load = [] }) => load.some((it) => it.interrupted))
      ? [`${of}The load was interrupted.`]
      : [],
    ...warnings.length === 0
      ? []
      : [`${of}${counted(warnings.length, "warning")}, at the end.`],
  ];
}

/** So many servers are each told of by name. */
const NAMED = 3;

/** Whose requests failed: what is said of the others' times is of those that did not. */
function failureLines(document: ResultDocument): string[] {
  const failing = [...serverResults(document)]
    .filter(([, { failed_requests }]) => failed_requests > 0);
  if (failing.length <= NAMED) {
    return failing.map(([server, { failed_requests, total_requests }]) =>
      `${server}: ${formatCount(failed_requests)} of ${
        counted(total_requests, "request")
      } failed.`
    );
  }
  const failed = failing.reduce((sum, [, it]) => sum + it.failed_requests, 0);
  return [
    `${formatCount(failed)} requests of ${
      formatCount(failing.length)
    } servers failed.`,
  ];
}

/** Of one run, which server is better at what. */
function serverContests({ document }: Run): Contest[] {
  return compareServers(document).flatMap(({ dimension, ranking }) =>
    contestsOf(
      dimension.name,
      dimension,
      ranking.map(({ server, ...estimate }) => ({ name: server, ...estimate })),
    )
  );
}

/** Of each server, which run is better at what. */
function runContests(runs: readonly Run[]): Contest[] {
  return serversOf(runs).flatMap((server) =>
    DIMENSIONS.flatMap((dimension) =>
      contestsOf(
        `${server}: ${dimension.name}`,
        dimension,
        runs.flatMap(({ document, name }): Ranked[] => {
          const result = serverResults(document).get(server);
          const estimate = result && dimension.estimateOf(result);
          return estimate === undefined ? [] : [{ name, ...estimate }];
        }),
      )
    )
  );
}

/** Those that were asked the same compete; who was asked something else, does not. */
function contestsOf(
  name: string,
  dimension: Dimension,
  estimates: readonly Ranked[],
): Contest[] {
  const groups = Map.groupBy(estimates, ({ asked }) => asked);
  return [...groups]
    .filter(([, competing]) => competing.length > 1)
    .map(([asked, competing]) => ({
      name: groups.size === 1 || asked === undefined
        ? name
        : `${name}: ${asked}`,
      dimension,
      ranking: bestFirst(dimension, competing),
    }));
}

/** Who wins how often; more than that, no sentence can say of all. */
function winnerLines(contests: readonly Contest[]): string[] {
  if (contests.length === 0) return [];
  const wins = new Map<string, number>();
  let ties = 0;
  for (const { dimension, ranking: [best, next] } of contests) {
    if (compareEstimates(dimension, best, next).kind === "tie") ties++;
    else wins.set(best.name, (wins.get(best.name) ?? 0) + 1);
  }
  if (wins.size === 0) return ["All are ties."];
  const told = [...wins]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count], i) =>
      i === 0
        ? `${name} is best at ${count} of ${contests.length}`
        : `${name} at ${count}`
    )
    .join(", ");
  switch (ties) {
    case 0:
      return [`${told}.`];
    case 1:
      return [`${told}; 1 is a tie.`];
    default:
      return [`${told}; ${ties} are ties.`];
  }
}

function verdictTable(contests: readonly Contest[]): ReportTable[] {
  if (contests.length === 0) return [];
  return [{
    title: "Who wins",
    note:
      "Sure: the 95 % confidence intervals of the samples are apart; another run can still differ by more. A tie: within 5 %.",
    columns: columnsNamed("", "best", "at", "ahead of", "by", "how sure"),
    rows: contests.map(({ dimension, name, ranking: [best, next] }) => [
      name,
      best.name,
      figure(best.value, dimension.quantity),
      next.name,
      ...verdictCells(compareEstimates(dimension, best, next)),
    ]),
  }];
}

function verdictCells(advantage: Advantage): [times: Cell, sure: Cell] {
  if (advantage.kind === "tie") return [undefined, "a tie"];
  const { isSure, times } = advantage;
  return [
    figure(times, "ratio"),
    isSure === undefined ? "not known" : isSure ? "sure" : "not sure",
  ];
}

function serverTable({ document }: Run): ReportTable[] {
  const compared = compareServers(document);
  const servers = [...serverResults(document).keys()];
  const hasFloor = document.meta.floor !== undefined;
  // One server is compared with the floor, or with nothing.
  if (compared.length === 0 || (servers.length < 2 && !hasFloor)) return [];
  const hasMultiples = compared.some(({ ranking }) =>
    ranking.some(({ multiple }) => multiple !== undefined)
  );
  return [{
    title: "Comparison",
    ...hasMultiples
      ? { note: "In parentheses: as a multiple of the floor." }
      : {},
    columns: columnsNamed("", ...hasFloor ? ["floor"] : [], ...servers),
    rows: compared.map(({ dimension, floor, ranking }) => [
      dimension.name,
      ...hasFloor ? [figure(floor, dimension.quantity)] : [],
      ...servers.map((server) => {
        const found = ranking.find((it) => it.server === server);
        return comparedFigure(found?.value, dimension, found?.multiple);
      }),
    ]),
  }];
}

/** One table for each server that several runs measured. */
function runTables(runs: readonly Run[]): ReportTable[] {
  const [base] = runs;
  return serversOf(runs).map((server) => {
    const results = runs.map(({ document }) =>
      serverResults(document).get(server)
    );
    return {
      title: `${server}, run by run`,
      note:
        `In parentheses: as a multiple of ${base.name}, where both were asked the same.`,
      columns: columnsNamed("", ...runs.map(({ name }) => name)),
      rows: DIMENSIONS.flatMap((dimension) => {
        const estimates = results.map((result) =>
          result && dimension.estimateOf(result)
        );
        if (estimates.every((it) => it === undefined)) return [];
        const [first] = estimates;
        return [[
          dimension.name,
          ...estimates.map((estimate, i) =>
            comparedFigure(
              estimate?.value,
              dimension,
              i > 0 && estimate && first
                ? multipleOf(estimate, first)
                : undefined,
            )
          ),
        ]];
      }),
    };
  }).filter(({ rows }) => rows.length > 0);
}

function comparedFigure(
  value: number | undefined,
  { quantity }: Dimension,
  multiple: number | undefined,
): Cell {
  return figure(value, quantity, multiple === undefined ? {} : { multiple });
}
