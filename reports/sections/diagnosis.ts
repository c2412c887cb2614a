import { metricFigure } from "../../benchmarks/metrics/metric_figure.ts";
import { counted } from "../../units/counted.ts";
import { formatQuantity } from "../../units/quantity.ts";
import type {
  Diagnosis,
  ServerDiagnosis,
} from "../../verdicts/diagnosis/diagnose.ts";
import {
  FINDING_TITLES,
  type ServerFinding,
  type Symptom,
} from "../../verdicts/diagnosis/server_finding.ts";
import type { ReportSection } from "../report_section.ts";
import { type Cell, type Figure, figure } from "../report_table.ts";

/** A diagnosis, and whose it is. */
export interface DiagnosedRun {
  /** What tells it from the others. */
  readonly name: string;
  /** What is wrong with its servers. */
  readonly diagnosis: Diagnosis;
}

/** What is wrong, server by server, and then each finding with its numbers and what to do. */
export function diagnosisSections(
  runs: readonly DiagnosedRun[],
): ReportSection[] {
  const servers = runs.flatMap(({ diagnosis, name }) =>
    diagnosis.servers.map((server): DiagnosedServer => ({
      name: runs.length === 1 ? server.server : `${server.server}, ${name}`,
      server,
    }))
  );
  const findings = servers.flatMap(({ name, server }) =>
    server.findings.map((finding) => ({ name, finding }))
  );
  return [
    {
      id: "diagnosis",
      isVerdict: true,
      title: "Diagnosis",
      alarming: servers.some(({ server }) => server.state === "problems"),
      lines: [
        ...runs.flatMap(incompletenessLines),
        ...servers.length === 0
          ? ["There is no server in it of which anything could be said."]
          : [...servers.flatMap(verdictLines), ...unknownLines(servers)],
      ],
      charts: [],
      tables: [],
    },
    ...findings.map(({ finding, name }, i) =>
      findingSection(finding, name, i + 1)
    ),
  ];
}

/** A server, by the name that tells it from those of other runs. */
interface DiagnosedServer {
  readonly name: string;
  readonly server: ServerDiagnosis;
}

function incompletenessLines(
  { diagnosis, name }: DiagnosedRun,
): string[] {
  const whose = name === "" ? "The run" : name;
  return diagnosis.incompleteness.map((reason) =>
    `${whose} is not complete: ${reason}`
  );
}

function verdictLines({ name, server }: DiagnosedServer): string[] {
  const remarks = server.findings.filter(({ weight }) => weight === "remark");
  return [
    `${name}: ${verdictOf(server)}`,
    ...remarks.map(({ title }) => `${name}: good to know: ${lowered(title)}.`),
  ];
}

function verdictOf({ findings, state }: ServerDiagnosis): string {
  const problems = findings.filter(({ weight }) => weight === "problem");
  switch (state) {
    case "problems":
      return problems.map(({ certainty, title }) =>
        `${lowered(title)} (${certainty})`
      ).join("; ") + ".";
    case "nothing_wrong":
      return "nothing wrong.";
    case "cannot_tell":
      return "nothing wrong was seen, but not enough was measured to say that there is nothing.";
  }
}

/** What could not be looked for, by what was missing, of all servers together. */
function unknownLines(servers: readonly DiagnosedServer[]): string[] {
  const all = servers.flatMap(({ name, server }) =>
    server.unknown.map((unknown) => ({ name, ...unknown }))
  );
  return [...new Set(all.map(({ missing }) => missing))].map((missing) => {
    const those = all.filter((it) => it.missing === missing);
    const names = new Set(those.map(({ name }) => name));
    const whose = names.size === servers.length
      ? ""
      : ` of ${[...names].join(", ")}`;
    const titles = new Set(those.map(({ kind }) => FINDING_TITLES[kind]));
    return `Cannot tell${whose}, as ${missing}: ${
      [...titles].map(lowered).join("; ")
    }.`;
  });
}

function findingSection(
  { advice, certainty, seen, symptoms, title, weight }: ServerFinding,
  server: string,
  number: number,
): ReportSection {
  return {
    id: `diagnosis_${number}`,
    isVerdict: true,
    title: `${server}: ${lowered(title)}`,
    alarming: weight === "problem" && certainty !== "possible",
    lines: [
      seen,
      `How sure: ${certainty}.`,
      ...advice.length === 0 ? [] : [
        `What to do, what costs least first (${
          counted(advice.length, "step")
        }):`,
        ...advice.map((step, i) => `${i + 1}. ${step}`),
      ],
    ],
    charts: [],
    tables: [{
      title: "What it rests on",
      columns: [
        { name: "what was seen" },
        { name: "value" },
        { name: "crossed" },
        { name: "metric", importance: "useful" },
      ],
      rows: symptoms.map(symptomRow),
    }],
  };
}

function symptomRow(symptom: Symptom): Cell[] {
  const { metrics, threshold, unit, value, what } = symptom;
  const { quantity, value: shown } = figureOf(value, unit);
  return [
    what,
    figure(shown, quantity),
    threshold && `${threshold.side} ${textOf(threshold.value, unit)}`,
    metrics.length === 0 ? undefined : metrics.join(" / "),
  ];
}

function textOf(value: number, unit: Symptom["unit"]): string {
  const { quantity, value: shown } = figureOf(value, unit);
  return formatQuantity(shown, quantity);
}

function figureOf(
  value: number,
  unit: Symptom["unit"],
): Pick<Figure, "quantity" | "value"> {
  return unit === "ratio"
    ? { value, quantity: "ratio" }
    : metricFigure(value, unit);
}

function lowered(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
