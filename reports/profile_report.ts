import type { ProfileResult } from "../benchmarks/profiling/profile_result.ts";
import { consolePage, type ConsoleReportOptions } from "./console_report.ts";
import { consoleTableWithHeading } from "./console/console_section.ts";
import { profileTables } from "./sections/profile_tables.ts";

/**
 * A profile as text: of each end, where the time went, by self, by total and by
 * whose code it was; what allocated; memory through the run; and whether
 * anything leaked.
 *
 * @example Print where the time of a program goes
 * ```ts
 * import { formatProfileReport, Profiling } from "@x/rpcbench";
 *
 * await using profiling = await Profiling.start({ name: "roots" });
 * for (let i = 0; i < 1e7; i++) Math.sqrt(i);
 * const run = await profiling.stop();
 * console.log(formatProfileReport(run.toJSON()));
 * ```
 */
export function formatProfileReport(
  profile: ProfileResult,
  options: ConsoleReportOptions = {},
): string {
  const page = consolePage(options);
  const leaks = profile.leak_check?.passed === false;
  const tables = profileTables(profile);
  return tables
    .flatMap((table, i) => {
      // The leak check comes last.
      const role = leaks && i === tables.length - 1 ? "alarm" : "heading";
      return [
        ...i === 0 ? [] : [""],
        ...consoleTableWithHeading(table, page, role),
      ];
    })
    .join("\n");
}
