import type { ReportFormat } from "./report_format.ts";

/** The forms that reports come in, by name; each is loaded when it is used. */
export const REPORT_FORMATS: Readonly<
  Record<string, () => Promise<ReportFormat>>
> = {
  html: async () => (await import("./html/html_report.ts")).format,
  markdown: async () => (await import("./markdown_report.ts")).format,
  csv: async () => (await import("./csv_report.ts")).format,
  json: async () => (await import("./json_report.ts")).format,
  console: async () => (await import("./console_report.ts")).format,
  svg: async () => (await import("./graphs/svg_graphs.ts")).format,
  png: async () => (await import("./graphs/png_graphs.ts")).format,
};
