import { serverResults } from "../../benchmarks/result_document.ts";
import type { StepRecord } from "../../benchmarks/sweep/sweep_record.ts";
import { formatDuration } from "../../units/units.ts";
import type { Chart } from "../chart.ts";
import { describeChart } from "../chart_description.ts";
import { sectionBlocks } from "../markdown/markdown_section.ts";
import { markdownTable } from "../markdown/markdown_table.ts";
import { markdownText } from "../markdown/markdown_text.ts";
import { withoutColumns } from "../markdown/short_enough.ts";
import type { ReportFile } from "../report_format.ts";
import type { ReportSection } from "../report_section.ts";
import { reportSections } from "../report_sections.ts";
import { columnsNamed, figure } from "../report_table.ts";
import type { Run } from "../run.ts";

/** What is to be known of every number of a sweep before it is quoted. */
const METHOD = [
  "Client and servers run on one machine, unless a server is named as elsewhere, and share its processors: with many clients, the client is part of what is measured. With one client, where latency is the question, client and server are kept on processors of their own. For bandwidth, the scheduler puts them where it likes: of small payloads, that decides more than the bytes.",
  "Each question goes to all servers, one right after another, so that what the machine does at the time is the same for all.",
  "Before the servers, each question but that of connecting goes to a bare TCP server, without framing and without codec: its answer is the floor, the least that this runtime can do on this machine. Of several answers, the best counts.",
  "Connections and code are warmed up first, which is not measured: until the median is stable, for a second at most, unless `--warmup-requests` says how often.",
  "HTTP is asked through `fetch`, as a program would, with connections kept alive.",
  "Each client waits for an answer before it asks again. A request that fails is counted as failed, and is in no time.",
];

const ELSEWHERE =
  "No server elsewhere was measured. To have servers here beside one on another machine, start it there with `rpcbench serve rpc --host ADDRESS`, and sweep with `--remote rpc://ADDRESS:18812`.";

/** A graph of a study, in its file. */
export interface GraphFile extends ReportFile {
  /** What it shows. */
  readonly chart: Chart;
}

/** A study of a sweep as Markdown, which shows the graphs that are beside it. */
export function formatStudy(run: Run, graphs: readonly GraphFile[]): string {
  const { meta } = run.document;
  const { command, description, steps = [] } = meta.sweep ?? {};
  const sections = reportSections([run]);
  const isElsewhere = [...serverResults(run.document).values()]
    .some(({ host }) => host !== undefined);
  return [
    "# Benchmark study",
    ...description === undefined ? [] : [markdownText(description)],
    ...sections.flatMap((section) => [
      `## ${markdownText(section.title)}`,
      ...section.charts.flatMap((chart) => imageBlocks(chart, graphs)),
      ...sectionBlocks(withoutLine(brief(section), description)),
      ...section.id === "setup" ? methodBlocks(steps) : [],
      ...section.id === "latency" && !isElsewhere ? [ELSEWHERE] : [],
    ]),
    ...repeatBlocks(command),
    ...stepBlocks(steps),
  ].join("\n\n") + "\n";
}

/** A section without what `report.html` has room for. */
function brief(section: ReportSection): ReportSection {
  const { tables, ...short } = withoutColumns("useful")(
    withoutColumns("detail")(section),
  );
  return { ...short, tables: tables.filter(({ isDetail }) => !isDetail) };
}

/** A section without what the study began with. */
function withoutLine(
  section: ReportSection,
  told: string | undefined,
): ReportSection {
  return { ...section, lines: section.lines.filter((line) => line !== told) };
}

/** A chart that is in a file: for those who do not see it, in words. */
function imageBlocks(chart: Chart, graphs: readonly GraphFile[]): string[] {
  const file = graphs.find((graph) => graph.chart.id === chart.id);
  if (file === undefined) return [];
  return [
    `![${markdownText(describeChart(chart))}](${file.name})`,
    ...chart.note === undefined ? [] : [`*${markdownText(chart.note)}*`],
  ];
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
