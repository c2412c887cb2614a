import type { ReportData } from "./report_data.ts";
import { startCharts } from "./start_charts.ts";
import { startDownloads } from "./start_downloads.ts";
import { startTables } from "./start_tables.ts";
import { unpacked } from "./unpacked.ts";

/** Brings the page to life; its root says when all charts are drawn. */
export async function startPage(): Promise<void> {
  startTables();
  startDownloads();
  const text = new TextDecoder().decode(await unpacked("report-data"));
  const report: ReportData = JSON.parse(text);
  document.querySelectorAll("details").forEach((details, i) =>
    details.insertAdjacentHTML("beforeend", report.folded[i])
  );
  await startCharts(report);
  document.documentElement.dataset.charts = "drawn";
}
