import { hasText, type ReportSection } from "./report_section.ts";
import { withoutEmptyColumns } from "./report_table.ts";
import type { Run } from "./run.ts";
import { bandwidthSection } from "./sections/bandwidth.ts";
import { concurrencySection } from "./sections/concurrency.ts";
import { connectionTimeSection } from "./sections/connection_time.ts";
import { iterationsSection } from "./sections/iterations.ts";
import { latencySection } from "./sections/latency.ts";
import { loadSection } from "./sections/load.ts";
import { problemsSection } from "./sections/problems.ts";
import { profilesSection } from "./sections/profiles.ts";
import { remoteCallsSection } from "./sections/remote_calls.ts";
import { resourcesSection } from "./sections/resources.ts";
import { scenarioSection } from "./sections/scenarios.ts";
import { setupSection } from "./sections/setup.ts";
import { summarySection } from "./sections/summary.ts";
import { transfersSection } from "./sections/transfers.ts";

/** What there is to say, in this order; `undefined` of what was not measured. */
const SECTIONS: readonly ((
  runs: readonly Run[],
) => ReportSection | undefined)[] = [
  summarySection,
  setupSection,
  connectionTimeSection,
  latencySection,
  iterationsSection,
  bandwidthSection,
  transfersSection,
  concurrencySection,
  loadSection,
  scenarioSection("throughput"),
  scenarioSection("latency"),
  scenarioSection("features"),
  resourcesSection,
  profilesSection,
  remoteCallsSection,
  problemsSection,
];

/**
 * All that a report says of some runs, in the order in which every format says it:
 * first what was decided about them, if anything was.
 */
export function reportSections(
  runs: readonly Run[],
  verdicts: readonly ReportSection[] = [],
): ReportSection[] {
  return [...verdicts, ...SECTIONS.flatMap((section) => section(runs) ?? [])]
    .filter((section) => hasText(section) || section.charts.length > 0)
    .map((section) => ({
      ...section,
      tables: section.tables.map(withoutEmptyColumns),
    }));
}
