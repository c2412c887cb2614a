/**
 * Reports: a result document in, something to look at out.
 *
 * @module
 */
export {
  advantage,
  type ComparedDimension,
  compareServers,
  type Dimension,
} from "./comparison.ts";
export {
  type ConsoleReportOptions,
  formatConsoleReport,
} from "./console_report.ts";
export { formatHtmlReport } from "./html/html_report.ts";
export { formatJsonReport } from "./json_report.ts";
export { formatProfileReport } from "./profile_report.ts";
export {
  formatBandwidth,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatRatio,
} from "../units/units.ts";
