import type { AbRecord } from "../../benchmarks/ab_record.ts";
import { metricFigure } from "../../benchmarks/metrics/metric_figure.ts";
import type {
  AbAnalysis,
  AbDifference,
  AbFinding,
} from "../../verdicts/ab/analyze_ab.ts";
import type { CoursePoint } from "../../verdicts/ab/course_of.ts";
import { VERDICT_NAMES } from "../../verdicts/verdict.ts";
import type { LineChart } from "../chart.ts";
import type { ReportSection } from "../report_section.ts";
import { type Cell, figure, type ReportTable } from "../report_table.ts";
import { abLines } from "./_ab_lines.ts";
import { TIME } from "./_axes.ts";
import { signedPercent, writtenP } from "./_significance.ts";

/** An experiment of two sides, and what it says. */
export interface JudgedAb {
  /** What was measured. */
  readonly record: AbRecord;
  /** What was found. */
  readonly analysis: AbAnalysis;
  /** How the change became known, quad by quad. */
  readonly course: readonly CoursePoint[];
}

/** Whether side B is worse than side A, by how much, and how sure that is. */
export function abSection(
  { analysis, course, record }: JudgedAb,
): ReportSection {
  return {
    id: "ab",
    title: `${record.b} against ${record.a}`,
    alarming: analysis.severity !== "none" || record.silent !== undefined,
    lines: abLines(record, analysis),
    charts: course.length === 0 ? [] : [courseChart(record, course)],
    tables: [findingsTable(record, analysis.findings)],
  };
}

function findingsTable(
  { a, b }: AbRecord,
  findings: readonly AbFinding[],
): ReportTable {
  return {
    title: "What changed",
    note:
      "Of blocks, the geometric mean. The interval is of each metric alone; p, how often equal sides would differ by so much, is corrected for all.",
    columns: [
      { name: "metric" },
      { name: a },
      { name: b },
      { name: "change" },
      { name: "99 % interval" },
      { name: "p", importance: "useful" },
      { name: "quads", importance: "detail" },
      { name: "verdict" },
    ],
    rows: findings.map((finding): Cell[] =>
      finding.verdict === "too_few_samples"
        ? [
          finding.metric.name,
          ...new Array<Cell>(5).fill(undefined),
          figure(finding.quads, "count"),
          VERDICT_NAMES[finding.verdict],
        ]
        : [
          finding.metric.name,
          valueCell(finding.a, finding),
          valueCell(finding.b, finding),
          figure(finding.change, "share", { isChange: true }),
          finding.interval.map(signedPercent).join(" … "),
          writtenP(finding.p),
          figure(finding.quads, "count"),
          verdictText(finding),
        ]
    ),
  };
}

function valueCell(value: number, { metric }: AbDifference): Cell {
  const { quantity, value: converted } = metricFigure(value, metric.unit);
  return figure(converted, quantity);
}

function verdictText({ negligible, severity, verdict }: AbDifference): string {
  if (negligible) return "negligible";
  const name = VERDICT_NAMES[verdict];
  return severity === "none" ? name : `${name}: ${severity}`;
}

function courseChart(
  { a, b, decided_by }: AbRecord,
  course: readonly CoursePoint[],
): LineChart {
  return {
    kind: "lines",
    id: "ab_course",
    title: `How the change of the ${decided_by} became known`,
    note: "With the 99 % interval of all quads so far; at 1 × nothing differs.",
    x: TIME,
    y: { title: `${b} : ${a}`, quantity: "ratio", scale: "log" },
    floors: [],
    lines: [{
      name: decided_by,
      serverIndex: 1,
      runIndex: 0,
      points: course.map(({ at, interval: [low, high], ratio }) => ({
        x: at,
        y: ratio,
        low,
        high,
      })),
    }],
  };
}
