import type { ResultDocument } from "../../benchmarks/result_document.ts";
import {
  formatBandwidth,
  formatBytes,
  formatDuration,
  formatRate,
} from "../../units/units.ts";
import { machineText, runtimeText, timeText } from "../machine_texts.ts";
import type { ReportSection } from "../report_section.ts";
import { columnsNamed, type ReportTable } from "../report_table.ts";
import type { Run } from "../run.ts";

/** Where and when it was measured, against which floor, with which options. */
export function setupSection(runs: readonly Run[]): ReportSection {
  return {
    id: "setup",
    title: "Machine and options",
    lines: runs.flatMap(({ document, name }) => [
      ...runs.length === 1 ? [] : [`${name}:`],
      ...runLines(document),
    ]),
    charts: [],
    tables: optionsTable(runs),
  };
}

function runLines({ meta }: ResultDocument): string[] {
  const { floor } = meta;
  return [
    ...meta.sweep?.description === undefined ? [] : [meta.sweep.description],
    `${machineText(meta)}, ${runtimeText(meta)}`,
    timeText(meta),
    ...floor === undefined ? [] : [
      `Floor (bare TCP): round trip ${
        formatDuration(floor.latency.median)
      } median, ${formatDuration(floor.latency.p99)} p99; ${
        formatRate(floor.throughput)
      } over ${floor.connections} connections; ${
        formatBandwidth(floor.bandwidth)
      } kept, ${formatBandwidth(floor.bandwidth_discarded)} discarded, by ${
        formatBytes(floor.transfer_size)
      }`,
    ],
  ];
}

function optionsTable(runs: readonly Run[]): ReportTable[] {
  const configs = runs.map(({ document }) => document.meta.config);
  const options = [
    ...new Set(configs.flatMap((config) => Object.keys(config))),
  ];
  if (options.length === 0) return [];
  return [{
    title: "Options",
    isDetail: true,
    columns: columnsNamed(
      "option",
      ...runs.length === 1 ? ["value"] : runs.map(({ name }) => name),
    ),
    rows: options.map((option) => [
      option,
      ...configs.map((config) =>
        Object.hasOwn(config, option) ? written(config[option]) : undefined
      ),
    ]),
  }];
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? "";
}
