import type { ScenarioName } from "../../benchmarks/scenarios/scenario_case.ts";
import type { ReportSection } from "../report_section.ts";
import { measuredOf, type Run } from "../run.ts";
import { scenarioCharts } from "./_scenario_charts.ts";
import { scenarioTables } from "./_scenario_tables.ts";

/** What scenarios are called in reports. */
const TITLES: Readonly<Record<ScenarioName, string>> = {
  throughput: "Throughput",
  latency: "Latency under load",
  features: "What features cost",
};

/** What one of the scenarios found. */
export function scenarioSection(
  scenario: ScenarioName,
): (runs: readonly Run[]) => ReportSection | undefined {
  return (runs) => {
    const measured = measuredOf(runs, ({ cases }) => cases)
      .flatMap(({ subject, value }) =>
        value
          .filter((result) => result.scenario === scenario)
          .map((result) => ({ subject, result }))
      );
    if (measured.length === 0) return undefined;
    return {
      id: `scenario_${scenario}`,
      title: TITLES[scenario],
      lines: [],
      charts: scenarioCharts(measured, runs),
      tables: scenarioTables(measured),
    };
  };
}
