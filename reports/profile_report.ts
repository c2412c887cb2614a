import { styleText } from "node:util";
import type { ProfileResult } from "../benchmarks/profiling/profile_result.ts";
import { tableLines } from "./_table_lines.ts";
import type { ConsoleReportOptions } from "./console_report.ts";
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
  { color = false }: ConsoleReportOptions = {},
): string {
  const leaks = profile.leak_check?.passed === false;
  const heading = (text: string, isBad: boolean) =>
    color
      ? styleText(isBad ? ["bold", "red"] : "bold", text, {
        validateStream: false,
      })
      : text;
  const tables = profileTables(profile);
  return tables
    .flatMap((table, i) => [
      ...i === 0 ? [] : [""],
      // The leak check comes last.
      heading(table.title.toUpperCase(), leaks && i === tables.length - 1),
      ...tableLines(table),
    ])
    .join("\n");
}
