import { serverResults } from "../../benchmarks/result_document.ts";
import { formatQuantity } from "../../units/quantity.ts";
import { formatCount, formatRatio } from "../../units/units.ts";
import { compareEstimates, compareServers } from "../comparison.ts";
import { type Dimension, DIMENSIONS, type Estimate } from "../dimensions.ts";
import type { ReportSection } from "../report_section.ts";
import { columnsNamed, figure, type ReportTable } from "../report_table.ts";
import type { Run } from "../run.ts";

/** A value and whose it is. */
interface Ranked extends Estimate {
  readonly name: string;
}

const SURE =
  "Sure: the 95 % confidence intervals of the samples are apart. Another run can still differ by more.";

/** Who wins at what, by how much, and how sure that is. */
export function summarySection(runs: readonly Run[]): ReportSection {
  const verdicts = runs.length === 1
    ? serverVerdicts(runs[0])
    : runVerdicts(runs);
  return {
    id: "summary",
    title: "Summary",
    lines: [
      ...runs.flatMap(noticeLines),
      ...verdicts,
      ...verdicts.some((verdict) => /\bsure\b/.test(verdict)) ? [SURE] : [],
    ],
    charts: [],
    tables: runs.length === 1 ? serverTable(runs[0]) : runTables(runs),
  };
}

/** What makes the numbers doubtful comes before them. */
function noticeLines({ document, name }: Run, _: number, runs: readonly Run[]) {
  const { warnings } = document.meta;
  const of = runs.length === 1 ? "" : `${name}: `;
  const failed = [...serverResults(document).values()]
    .reduce((sum, { failed_requests }) => sum + failed_requests, 0);
  return [
    ...serverResults(document).size === 0
      ? [`${of}No server was measured.`]
      : [],
    ...failed === 0 ? [] : [
      `${of}${
        failed === 1 ? "1 request" : `${formatCount(failed)} requests`
      } failed.`,
    ],
    ...warnings.length === 0 ? [] : [
      `${of}${
        warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`
      }, at the end.`,
    ],
  ];
}

function serverVerdicts({ document }: Run): string[] {
  return compareServers(document).map(({ dimension, ranking }) =>
    verdict(
      dimension,
      ranking.map(({ server, ...estimate }) => ({ name: server, ...estimate })),
    )
  );
}

/** Of each server, which run is better at what. */
function runVerdicts(runs: readonly Run[]): string[] {
  return serversOf(runs).flatMap((server) =>
    DIMENSIONS.flatMap((dimension) => {
      const ranking = runs.flatMap(({ document, name }): Ranked[] => {
        const result = serverResults(document).get(server);
        const estimate = result && dimension.estimateOf(result);
        return estimate === undefined ? [] : [{ name, ...estimate }];
      }).sort((a, b) =>
        dimension.lessIsBetter ? a.value - b.value : b.value - a.value
      );
      return ranking.length < 2
        ? []
        : [`${server}: ${verdict(dimension, ranking)}`];
    })
  );
}

function verdict(dimension: Dimension, ranking: readonly Ranked[]): string {
  const [best, second] = ranking;
  const value = formatQuantity(best.value, dimension.quantity);
  const about = `${dimension.name}: ${best.name}`;
  if (second === undefined) return `${about} ${value}`;
  if (compareEstimates(dimension, best, second).kind === "tie") {
    return `${about} and ${second.name} are within 5 % of each other, at ${value}`;
  }
  const others = ranking.slice(1).map((other) => {
    const result = compareEstimates(dimension, best, other);
    if (result.kind === "tie") return `on a par with ${other.name}`;
    const { isSure, times } = result;
    const surety = isSure === undefined
      ? ""
      : isSure
      ? " (sure)"
      : " (not sure)";
    return `${formatRatio(times)} better than ${other.name}${surety}`;
  });
  const word = dimension.lessIsBetter ? "lowest" : "highest";
  return `${about} is ${word} at ${value}, ${others.join(", ")}`;
}

function serverTable({ document }: Run): ReportTable[] {
  const compared = compareServers(document);
  const servers = [...serverResults(document).keys()];
  const hasFloor = document.meta.floor !== undefined;
  // One server is compared with the floor, or with nothing.
  if (compared.length === 0 || (servers.length < 2 && !hasFloor)) return [];
  return [{
    title: "Comparison",
    ...hasFloor ? { note: "In parentheses: as a multiple of the floor." } : {},
    columns: columnsNamed("", ...hasFloor ? ["floor"] : [], ...servers),
    rows: compared.map(({ dimension, floor, ranking }) => [
      dimension.name,
      ...hasFloor ? [figure(floor, dimension.quantity)] : [],
      ...servers.map((server) => {
        const value = ranking.find((it) => it.server === server)?.value;
        return figure(
          value,
          dimension.quantity,
          multipleOf(value, floor),
        );
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
      note: `In parentheses: as a multiple of ${base.name}.`,
      columns: columnsNamed("", ...runs.map(({ name }) => name)),
      rows: DIMENSIONS.flatMap((dimension) => {
        const values = results.map((result) =>
          result && dimension.estimateOf(result)?.value
        );
        if (values.every((value) => value === undefined)) return [];
        return [[
          dimension.name,
          ...values.map((value, i) =>
            figure(
              value,
              dimension.quantity,
              i === 0 ? {} : multipleOf(value, values[0]),
            )
          ),
        ]];
      }),
    };
  }).filter(({ rows }) => rows.length > 0);
}

function serversOf(runs: readonly Run[]): string[] {
  return [
    ...new Set(
      runs.flatMap(({ document }) => [...serverResults(document).keys()]),
    ),
  ];
}

function multipleOf(
  value: number | undefined,
  base: number | undefined,
): { readonly multiple?: number } {
  return value === undefined || !base ? {} : { multiple: value / base };
}
