import type { ProfiledSideResult } from "../../benchmarks/profiling/profile_result.ts";
import type { CaseProfile } from "../../benchmarks/scenarios/profile_case.ts";
import { formatDuration } from "../../units/units.ts";
import type { Chart, LineChart, Subject } from "../chart.ts";
import type { ReportSection } from "../report_section.ts";
import { measuredOf, type Run } from "../run.ts";
import { TIME } from "./_axes.ts";
import { flamesOf } from "./_flames.ts";
import { outlierTable } from "./_outlier_table.ts";
import { profileTables } from "./profile_tables.ts";

/** Where time and memory went, in runs that were profiled. */
export function profilesSection(
  runs: readonly Run[],
): ReportSection | undefined {
  const profiles = measuredOf(runs, (result) => result.profiles)
    .flatMap(({ subject, value }) =>
      value.map((profile) => ({ subject, profile }))
    );
  if (profiles.length === 0) return undefined;
  return {
    id: "profiles",
    title: "Where time and memory went",
    lines: [
      "Profiling slows a program down: these runs are in no other number.",
    ],
    charts: profiles.flatMap(({ profile, subject }, i) =>
      chartsOf(profile, subject, i + 1)
    ),
    tables: profiles.flatMap(({ profile }) => [
      ...profileTables(profile),
      ...profile.outliers.length === 0 ? [] : [outlierTable(profile)],
    ]),
  };
}

function chartsOf(
  { client, name, server }: CaseProfile,
  subject: Subject,
  number: number,
): Chart[] {
  const sides = [
    ["client", client],
    ...server === undefined ? [] : [["server", server] as const],
  ] as const;
  return [
    ...sides.flatMap(([end, side]): Chart[] =>
      side.cpu.call_tree === undefined || side.cpu.call_tree.length === 0
        ? []
        : [{
          kind: "flames",
          id: `flames_${number}_${end}`,
          title: `${name}, ${end}: CPU time by who called whom`,
          note: `${formatDuration(side.cpu.busy)} busy of ${
            formatDuration(side.cpu.duration)
          }; what took less than 0.5 % is left out.`,
          flames: flamesOf(side.cpu.call_tree),
        }]
    ),
    memoryChart(name, sides, subject, number),
  ];
}

const KINDS_OF_MEMORY = [
  ["rss", "resident"],
  ["heap_used", "heap used"],
] as const;

function memoryChart(
  name: string,
  sides: readonly (readonly [end: string, side: ProfiledSideResult])[],
  subject: Subject,
  number: number,
): LineChart {
  return {
    kind: "lines",
    id: `memory_${number}`,
    title: `${name}: memory`,
    x: TIME,
    y: { title: "memory", quantity: "bytes", scale: "linear" },
    floors: [],
    lines: sides.flatMap(([end, { memory }], side) =>
      KINDS_OF_MEMORY.map(([kind, title], variant) => ({
        // Not servers, but the two ends of one: they look different all the same.
        name: `${end}, ${title}`,
        serverIndex: side,
        runIndex: subject.runIndex,
        variant,
        points: memory.series.map((reading) => ({
          x: reading.at,
          y: reading[kind],
        })),
      }))
    ),
  };
}
