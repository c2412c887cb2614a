import type { ReportSection } from "./report_section.ts";
import type { Run } from "./run.ts";
import { connectionTimeSection } from "./sections/connection_time.ts";
import { bandwidthSection } from "./sections/bandwidth.ts";
import { concurrencySection } from "./sections/concurrency.ts";
import { latencySection } from "./sections/latency.ts";
import { transfersSection } from "./sections/transfers.ts";

/** What there is to say, in this order; nothing of what was not measured. */
const SECTIONS: readonly ((
  runs: readonly Run[],
) => ReportSection | undefined)[] = [
  connectionTimeSection,
  latencySection,
  bandwidthSection,
  transfersSection,
  concurrencySection,
];

/** All that a report says of some runs. */
export function reportSections(runs: readonly Run[]): ReportSection[] {
  return SECTIONS.flatMap((section) => section(runs) ?? []);
}
