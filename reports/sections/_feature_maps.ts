import type { CaseResult } from "../../benchmarks/scenarios/case_result.ts";
import type { CaseParameters } from "../../benchmarks/scenarios/scenario_case.ts";
import { formatBytes } from "../../units/units.ts";
import type { HeatMap } from "../chart.ts";
import { bySubject, type MeasuredCase } from "./_measured_case.ts";

/** The groups of cases that combine two features. */
type CombinedGroup = "compression" | "compression_and_security";

/** What a map shows of each combination. */
const FIGURES = [
  {
    key: "throughput",
    title: "answers per second",
    quantity: "rate",
    valueOf: ({ throughput }: CaseResult) => throughput.mean,
  },
  {
    key: "server_cpu",
    title: "server CPU per request",
    quantity: "duration",
    valueOf: ({ server_cpu_per_request }: CaseResult) => server_cpu_per_request,
  },
] as const;

const TITLES: Readonly<Record<CombinedGroup, string>> = {
  compression: "Compression by payload",
  compression_and_security: "Compression and security",
};

/** Combinations of features, one map for each server and figure. */
export function featureMaps(
  group: CombinedGroup,
  measured: readonly MeasuredCase[],
): HeatMap[] {
  const subjects = bySubject(measured);
  return subjects.flatMap(({ results, subject }, index) => {
    const cases = results
      .map((result) => ({ result, ...placeOf(group, result.parameters) }));
    const rows = [...new Set(cases.map(({ row }) => row))];
    const columns = [...new Set(cases.map(({ column }) => column))];
    return FIGURES.map(({ key, quantity, title, valueOf }) => ({
      kind: "heat_map",
      id: `${group}_${key}${index === 0 ? "" : `_${index + 1}`}`,
      title: `${TITLES[group]}: ${title}${
        subjects.length === 1 ? "" : `, ${subject.name}`
      }`,
      rows,
      columns,
      quantity,
      values: rows.map((row) =>
        columns.map((column) => {
          const found = cases.find((it) =>
            it.row === row && it.column === column
          );
          return found && valueOf(found.result);
        })
      ),
    }));
  });
}

function placeOf(
  group: CombinedGroup,
  { compression = "off", content, payload_size = 0, security = "off" }:
    CaseParameters,
): { readonly row: string; readonly column: string } {
  return group === "compression"
    ? {
      row: compression,
      column: `${formatBytes(payload_size)}, ${content ?? "random"}`,
    }
    : { row: security, column: compression };
}
