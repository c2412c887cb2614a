import { metricFigure } from "../../benchmarks/metrics/metric_figure.ts";
import { counted } from "../../units/counted.ts";
import { formatCount } from "../../units/units.ts";
import type {
  ComparedMetric,
  DocumentComparison,
  NoDifferenceReason,
} from "../../verdicts/comparison/document_comparison.ts";
import { isAsGraveAs } from "../../verdicts/severity.ts";
import { VERDICT_NAMES } from "../../verdicts/verdict.ts";
import { inOneLine } from "../../units/one_line.ts";
import type { ReportSection } from "../report_section.ts";
import {
  type Cell,
  type Column,
  figure,
  type ReportTable,
} from "../report_table.ts";
import { caveatLines, lossLines } from "./_comparison_lines.ts";
import { signedPercent, writtenP } from "./_significance.ts";

/** A comparison, and what its sides are called. */
export interface NamedComparison {
  /** What is compared with. */
  readonly base: string;
  /** What is judged. */
  readonly next: string;
  /** What was found. */
  readonly comparison: DocumentComparison;
}

/** How a comparison is shown. */
export interface ComparisonSectionOptions {
  /**
   * Whether all that did not change is shown too; else some of what was tested.
   * Default `true`.
   */
  readonly all?: boolean;
}

/** What reports call the reasons why there is no difference. */
const REASON_NAMES: Readonly<Record<NoDifferenceReason, string>> = {
  not_significant: VERDICT_NAMES.no_difference,
  negligible: "negligible",
  within_run_spread: "as runs differ",
};

/** How to read the tables. */
const NOTE =
  "p: how often chance alone makes such a difference, corrected for all metrics; the interval is of each alone. Effect: beside the spread of what differs. Samples: as many independent ones, of each side.";

/** What is to be known of samples, whose typical difference is no difference of medians. */
const NOTE_OF_SAMPLES =
  "Of a single run's latencies and times, the change is by how much a typical one of the one run differs from a typical one of the other: their medians may differ by more or less.";

/** Of what did not change, so many are shown where it is to be short. */
const MOST_UNCHANGED = 15;

/**
 * What changed, worst first, with all that a reader should know before believing it:
 * a section for each side that is judged.
 */
export function comparisonSections(
  compared: readonly NamedComparison[],
  options: ComparisonSectionOptions = {},
): ReportSection[] {
  return compared.map((one, i) => ({
    ...comparisonSection(one, options),
    id: i === 0 ? "comparison" : `comparison_${i + 1}`,
  }));
}

function comparisonSection(
  { base, comparison, next }: NamedComparison,
  { all = true }: ComparisonSectionOptions,
): Omit<ReportSection, "id"> {
  const { lost, metrics, severity } = comparison;
  const changed = metrics.filter(isChanged).toSorted(worstFirst);
  const unchanged = metrics.filter((metric) => !isChanged(metric));
  const tested = unchanged.filter(({ test }) => test !== undefined);
  const shown = all ? unchanged : tested.slice(0, MOST_UNCHANGED);
  return {
    title: `${next} against ${base}`,
    isVerdict: true,
    alarming: severity !== "none" || lost.length > 0,
    lines: [
      ...lossLines(comparison, next),
      countsLine(metrics),
      ...caveatLines(comparison, base),
      ...shown.length === unchanged.length ? [] : [
        `${
          counted(unchanged.length - shown.length, "metric")
        } more did not change, or could not be tested: --all shows them.`,
      ],
    ].map(inOneLine),
    charts: [],
    tables: [
      { title: "What changed", metrics: changed },
      { title: "What did not change", metrics: shown, isDetail: true },
    ].filter(({ metrics }) => metrics.length > 0).map((table, i) => ({
      ...tableOf(table, { base, next }),
      ...i === 0 ? { note: noteOn([...changed, ...shown]) } : {},
    })),
  };
}

function noteOn(metrics: readonly ComparedMetric[]): string {
  return metrics.some(({ test }) => test?.kind === "mann_whitney")
    ? `${NOTE} ${NOTE_OF_SAMPLES}`
    : NOTE;
}

/** Whether samples show that a metric is better or worse. */
function isChanged({ verdict }: ComparedMetric): boolean {
  return verdict === "better" || verdict === "worse";
}

function worstFirst(a: ComparedMetric, b: ComparedMetric): number {
  if (a.verdict !== b.verdict) return a.verdict === "worse" ? -1 : 1;
  if (a.severity !== b.severity) {
    return isAsGraveAs(a.severity, b.severity) ? -1 : 1;
  }
  return timesOf(b) - timesOf(a);
}

/** How many times a value is the other, whichever is the greater. */
function timesOf({ base, next }: ComparedMetric): number {
  return Math.max(base / next, next / base);
}

/** `2 worse (1 critical), 3 better, 30 without a difference, 12 with too few samples.` */
function countsLine(metrics: readonly ComparedMetric[]): string {
  const count = (verdict: ComparedMetric["verdict"]) =>
    metrics.filter((metric) => metric.verdict === verdict).length;
  const grave = (["critical", "warning"] as const).flatMap((severity) => {
    const found = metrics.filter((metric) => metric.severity === severity);
    const name = severity === "critical" ? "critical" : "to be looked at";
    return found.length === 0 ? [] : [`${formatCount(found.length)} ${name}`];
  });
  const worse = `${formatCount(count("worse"))} worse`;
  return `Of ${counted(metrics.length, "metric")}: ${
    [
      grave.length === 0 ? worse : `${worse} (${grave.join(", ")})`,
      `${formatCount(count("better"))} better`,
      `${
        formatCount(count("no_difference"))
      } without a difference that matters`,
      `${formatCount(count("too_few_samples"))} with too few samples to tell`,
    ].join(", ")
  }.`;
}

/** The metrics of a table. */
interface TableOfMetrics {
  readonly title: string;
  readonly metrics: readonly ComparedMetric[];
  readonly isDetail?: boolean;
}

function tableOf(
  { isDetail, metrics, title }: TableOfMetrics,
  { base, next }: { readonly base: string; readonly next: string },
): ReportTable {
  const columns: readonly Column[] = [
    { name: "server" },
    { name: "metric" },
    { name: base },
    { name: next },
    { name: "change" },
    { name: "95 % interval", importance: "useful" },
    { name: "p", importance: "useful" },
    { name: "effect", importance: "detail" },
    { name: "samples", importance: "detail" },
    { name: "verdict" },
  ];
  return {
    title,
    isDetail,
    columns,
    rows: metrics.map(rowOf),
  };
}

function rowOf(metric: ComparedMetric): Cell[] {
  const { change, interval, path, server, test, unit } = metric;
  return [
    server,
    path,
    valueCell(metric.base, unit),
    valueCell(metric.next, unit),
    figure(change, "share", { isChange: true }),
    interval?.map(signedPercent).join(" … "),
    test && writtenP(test.p_corrected),
    test?.effect?.magnitude,
    test && `${formatCount(test.base_count)}, ${formatCount(test.next_count)}`,
    verdictText(metric),
  ];
}

function valueCell(value: number, unit: ComparedMetric["unit"]): Cell {
  const { quantity, value: converted } = metricFigure(value, unit);
  return figure(converted, quantity);
}

function verdictText({ reason, severity, verdict }: ComparedMetric): string {
  if (reason !== undefined) return REASON_NAMES[reason];
  const name = VERDICT_NAMES[verdict];
  return severity === "none" ? name : `${name}: ${severity}`;
}
