import type { ErrorCount } from "../../benchmarks/result_document.ts";
import type { ReportSection } from "../report_section.ts";
import { figure } from "../report_table.ts";
import { measuredServers, type Run } from "../run.ts";

/** Letters of an example: whole pages say no more of what went wrong. */
const LONGEST_EXAMPLE = 500;

/** What went wrong, and what to know before believing the numbers. */
export function problemsSection(
  runs: readonly Run[],
): ReportSection | undefined {
  const errors = measuredServers(runs).flatMap(({ subject, result }) => [
    ...result.metadata.errors.map((error) => ({ subject, error })),
    ...(result.load ?? []).flatMap((load) =>
      [...load.errors, ...load.connection_errors]
        .filter((error) => !isTold(error, result.metadata.errors))
        .map((error) => ({ subject, error }))
    ),
  ]);
  const warnings = runs.flatMap(({ document, name }) =>
    document.meta.warnings.map((warning) =>
      runs.length === 1 ? warning : `${name}: ${warning}`
    )
  );
  if (errors.length === 0 && warnings.length === 0) return undefined;
  return {
    id: "problems",
    title: "Errors and warnings",
    alarming: true,
    lines: warnings,
    charts: [],
    tables: errors.length === 0 ? [] : [{
      title: "Errors",
      columns: [
        { name: "server" },
        { name: "kind" },
        { name: "count", tellsFailures: true },
        { name: "examples" },
      ],
      rows: errors.map(({ error, subject }) => [
        subject.name,
        error.kind,
        figure(error.count, "count"),
        error.examples.map(shortened).join("; "),
      ]),
    }],
  };
}

/** Whether a server's own list of errors has these too. */
function isTold(error: ErrorCount, told: readonly ErrorCount[]): boolean {
  return told.some(({ kind }) => kind === error.kind);
}

function shortened(example: string): string {
  return example.length <= LONGEST_EXAMPLE
    ? example
    : `${example.slice(0, LONGEST_EXAMPLE - 1).toWellFormed()}…`;
}
