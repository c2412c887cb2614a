/**
 * Reports: a result document in, something to look at out.
 *
 * @module
 */
export {
  type Advantage,
  advantage,
  type ComparedDimension,
  compareEstimates,
  compareServers,
  type RankedServer,
} from "./comparison.ts";
export { githubAnnotations } from "./checks/github_annotations.ts";
export { formatJunitReport } from "./checks/junit_report.ts";
export { type Dimension, DIMENSIONS, type Estimate } from "./dimensions.ts";
export {
  type MeasuredServer,
  measuredServers,
  type Reported,
  type Run,
  runsOf,
} from "./run.ts";
export type { ReportFile } from "./report_format.ts";
export { budgetsSection, type JudgedRun } from "./sections/budgets.ts";
export { reportSections } from "./report_sections.ts";
export type { ReportSection } from "./report_section.ts";
export {
  type Cell,
  cellText,
  type Column,
  type Figure,
  type ReportTable,
  type Shape,
} from "./report_table.ts";
export type {
  Axis,
  BarChart,
  BarSeries,
  Box,
  BoxChart,
  Chart,
  ChartFacts,
  ChartLine,
  ChartPoint,
  Flame,
  FlameGraph,
  FloorLevel,
  HeatMap,
  LineChart,
  Subject,
} from "./chart.ts";
export {
  type ConsoleReportOptions,
  formatConsoleReport,
} from "./console_report.ts";
export { formatCsvReport } from "./csv_report.ts";
export type { Graph } from "./graphs/study_graphs.ts";
export { formatPng } from "./graphs/png_graphs.ts";
export { formatSvg } from "./graphs/svg_graphs.ts";
export {
  formatHtmlReport,
  type HtmlReportOptions,
} from "./html/html_report.ts";
export { formatJsonReport } from "./json_report.ts";
export { studyFiles, type StudyOptions } from "./study/study_files.ts";
export {
  formatMarkdownReport,
  type MarkdownReportOptions,
} from "./markdown_report.ts";
export { formatProfileReport } from "./profile_report.ts";
export { formatQuantity, type Quantity } from "../units/quantity.ts";
export {
  formatBandwidth,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatRatio,
} from "../units/units.ts";
