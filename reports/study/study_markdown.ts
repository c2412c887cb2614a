import type { StepRecord } from "../../benchmarks/sweep/sweep_record.ts";
import { formatDuration } from "../../units/units.ts";
import type { Chart } from "../chart.ts";
import { describeChart } from "../chart_description.ts";
import { markdownTable, markdownText } from "../markdown_text.ts";
import type { ReportSection } from "../report_section.ts";
import { reportSections } from "../report_sections.ts";
import { columnsNamed, figure, type ReportTable } from "../report_table.ts";
import type { Run } from "../run.ts";

/** What is to be known of every number of a sweep before it is quoted. */
const METHOD = [
  "Client and servers run on one machine, unless a server is named as elsewhere, and share its processors: with many clients, the client is part of what is measured.",
  "Each question goes to all servers, one right after another, so that what the machine does at the time is the same for all.",
  "Before a question goes to the servers, it goes to a bare TCP server, without framing and without codec: its answer is the floor, the least that this runtime can do on this machine.",
  "Connections and code are warmed up until the median is stable, for a second at most; that is not measured. HTTP is measured through `fetch`, as a program would use it, with connections kept alive.",
  "A request that fails is counted as failed, and is in no time. A closed loop makes the requests: each client waits for an answer before it asks again.",
];

const ELSEWHERE =
  "No server elsewhere was measured. To have servers here beside one on another machine, start it there with `rpcbench serve rpc --host ADDRESS`, and sweep with `--remote rpc://ADDRESS:18812`.";

/** A study of a sweep as Markdown; `files` are those of its graphs, beside it. */
export function formatStudy(
  run: Run,
  files: readonly string[],
): string {
  const { meta } = run.document;
  const { command, description, steps = [] } = meta.sweep ?? {};
  const sections = reportSections([run]);
  const charts = sections.flatMap(({ charts }) => charts);
  const isElsewhere = charts.some(({ id }) => id === "local_and_remote");
  const blocks = sections.flatMap((section) => [
    ...sectionBlocks(section, files),
    ...section.id === "setup" ? methodBlocks(steps) : [],
    ...section.id === "latency" && !isElsewhere ? [ELSEWHERE] : [],
  ]);
  return [
    "# Benchmark study",
    ...description === undefined ? [] : [markdownText(description)],
    ...blocks,
    ...repeatBlocks(command),
    ...stepBlocks(steps),
  ].join("\n\n") + "\n";
}

function sectionBlocks(
  { charts, id, lines, tables, title }: ReportSection,
  files: readonly string[],
): string[] {
  const shown = id === "setup" ? [] : tables.filter((table) => !table.isDetail);
  return [
    `## ${markdownText(title)}`,
    ...lines.length === 0
      ? []
      : [lines.map((line) => `- ${markdownText(line)}`).join("\n")],
    ...charts.flatMap((chart) => image(chart, files)),
    ...shown.map(briefTable).flatMap((table) => [
      ...shown.length === 1 ? [] : [`### ${markdownText(table.title)}`],
      ...table.note === undefined ? [] : [markdownText(table.note)],
      markdownTable(table),
    ]),
  ];
}

/** A chart that is there as a file: for those who do not see it, in words. */
function image(chart: Chart, files: readonly string[]): string[] {
  const file = files.find((file) =>
    file.endsWith(`/${chart.id.replaceAll("_", "-")}.svg`)
  );
  if (file === undefined) return [];
  return [
    `![${markdownText(describeChart(chart))}](${file})`,
    ...chart.note === undefined ? [] : [`*${markdownText(chart.note)}*`],
  ];
}

/** What `report.html` has room for is left to it. */
function briefTable(table: ReportTable): ReportTable {
  const kept = table.columns.map(({ importance }) => importance === undefined);
  return {
    ...table,
    columns: table.columns.filter((_column, i) => kept[i]),
    rows: table.rows.map((row) => row.filter((_cell, i) => kept[i])),
  };
}

function methodBlocks(steps: readonly StepRecord[]): string[] {
  const [first] = steps;
  const last = steps.at(-1);
  const measured = steps.reduce((sum, { duration }) => sum + duration, 0);
  return [
    "## Method",
    METHOD.map((sentence) => `- ${sentence}`).join("\n"),
    ...first === undefined || last === undefined ? [] : [
      markdownText(
        `The first of ${steps.length} steps began at ${first.started_at}, the last at ${last.started_at}; together they took ${
          formatDuration(measured)
        }.`,
      ),
    ],
  ];
}

function repeatBlocks(command: string | undefined): string[] {
  if (command === undefined) return [];
  // A fence ends at as many backticks as it began with.
  const longest = Math.max(
    2,
    ...(command.match(/`+/g) ?? []).map(({ length }) => length),
  );
  const fence = "`".repeat(longest + 1);
  return [
    "## How to repeat it",
    `${fence}sh\n${command.replaceAll(/\p{Cc}+/gu, " ")}\n${fence}`,
    "In the same folder, that measures what is not measured yet; with `--restart`, all of it. The numbers of this study are in `results.json`, each step with its own document in `documents/`, and all tables and charts in `report.html`.",
  ];
}

function stepBlocks(steps: readonly StepRecord[]): string[] {
  if (steps.length === 0) return [];
  const table = {
    title: "Steps",
    columns: columnsNamed("step", "began at", "took", "completed"),
    rows: steps.map(({ completed, duration, name, started_at }) => [
      name,
      started_at,
      figure(duration, "duration"),
      completed ? "yes" : "no",
    ]),
  };
  return [
    `<details><summary>When each step was measured</summary>`,
    markdownTable(table),
    "</details>",
  ];
}
