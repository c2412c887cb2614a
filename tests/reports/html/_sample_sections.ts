import type { ReportSection } from "../../../reports/report_section.ts";
import { columnsNamed } from "../../../reports/report_table.ts";
import {
  BARS,
  BOXES,
  FLAMES,
  HEAT_MAP,
  LINES,
  PERCENTILES,
  SERIES,
} from "./_sample_charts.ts";

/** Sections with a chart of every kind, and tables with cells of every kind. */
export const SAMPLE_SECTIONS: readonly ReportSection[] = [
  {
    id: "summary",
    title: "Summary",
    lines: [
      "rpc_threaded answers fastest: 80 µs, 2.5 times as fast as http_threaded.",
      "The floor is 60 µs.",
    ],
    charts: [],
    tables: [],
  },
  {
    id: "latency",
    title: "Latency",
    lines: [],
    charts: [LINES, PERCENTILES],
    tables: [{
      title: "Latency",
      note: "In parentheses: as a multiple of the floor.",
      columns: columnsNamed("server", "median", "requests", "spread", ""),
      rows: [
        [
          "rpc_threaded",
          { value: 80e-6, quantity: "duration", multiple: 1.3 },
          { value: 1000, quantity: "count" },
          { shape: [5, 20, 8, 1] },
          undefined,
        ],
        [
          "rpc_forking",
          undefined,
          { value: 900, quantity: "count" },
          undefined,
          "server died",
        ],
        [
          "http_threaded",
          { value: 0.01, quantity: "duration", spread: 0.1 },
          { value: 20, quantity: "count" },
          { shape: [1, 2, 3, 4] },
          undefined,
        ],
      ],
    }],
  },
  {
    id: "rest",
    title: "All other kinds of charts",
    lines: ["None of them means anything."],
    charts: [SERIES, BARS, BOXES, HEAT_MAP, FLAMES],
    tables: [{
      title: "Long table",
      columns: columnsNamed("name", "value"),
      rows: Array.from({ length: 700 }, (_, i) => [
        `row ${i}`,
        { value: (i * 7919) % 700, quantity: "count" as const },
      ]),
    }],
  },
];
