import {
  type ResultDocument,
  serverResults,
} from "../benchmarks/result_document.ts";
import type {
  CaseResult,
  SpreadOfDuration,
} from "../benchmarks/scenarios/case_result.ts";
import type {
  CaseGroup,
  CaseParameters,
} from "../benchmarks/scenarios/scenario_case.ts";
import type { Summary } from "../benchmarks/statistics.ts";
import {
  formatBandwidth,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
} from "../units/units.ts";
import type { ReportTable } from "./report_table.ts";

/** A column: its name, and what it says of a case. */
interface Column {
  readonly name: string;
  readonly cell: (result: CaseResult, server: string) => string;
}

/** What is asked in a group of cases, and which columns answer it. */
interface Question {
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly Column[];
}

const SERVER: Column = { name: "server", cell: (_result, server) => server };

const THROUGHPUT: readonly Column[] = [
  column("requests", ({ throughput }) => spread(throughput, formatRate)),
  column("payload", ({ bandwidth }) => spread(bandwidth, formatBandwidth)),
];
const RESPONSE: readonly Column[] = durations(
  "response",
  ({ response_time }) => response_time,
);
const SERVICE: readonly Column[] = durations(
  "service",
  ({ service_time }) => service_time,
);
const FAILED = column(
  "failed",
  ({ failed_requests }) => formatCount(failed_requests),
);
const CLIENTS = parameter("clients", ({ clients }) => String(clients));
const PAYLOAD = parameter(
  "payload size",
  ({ payload_size }) => optional(payload_size, formatBytes),
);
const RATE = parameter("due", ({ rate }) => optional(rate, formatRate));
const SCHEDULER = parameter(
  "scheduler",
  ({ scheduler, ordering_keys }) =>
    [scheduler, ordering_keys && `keys: ${ordering_keys}`]
      .filter((word) => word !== undefined).join(", ").replaceAll("_", " "),
);
const COMPRESSION = parameter(
  "compression",
  ({ compression = "off" }) => compression,
);
const CONTENT = parameter("content", ({ content = "random" }) => content);
const SECURITY = parameter("security", ({ security = "off" }) => security);
const COST: readonly Column[] = [
  column(
    "server CPU/request",
    (result) => optional(result.server_cpu_per_request, formatDuration),
  ),
  column(
    "client CPU/request",
    (result) => optional(result.client_cpu_per_request, formatDuration),
  ),
];
const COMPRESSED = column(
  "on the wire",
  ({ compressed_share }) => optional(compressed_share, formatPercent),
);

const QUESTIONS: Readonly<Record<CaseGroup, Question>> = {
  payload_size: {
    title: "Throughput by payload size",
    note: "Each payload goes to the server and comes back; it counts once.",
    columns: [SERVER, PAYLOAD, ...THROUGHPUT, ...RESPONSE, FAILED],
  },
  client_count: {
    title: "Throughput by number of clients",
    columns: [SERVER, CLIENTS, ...THROUGHPUT, ...RESPONSE, FAILED],
  },
  scheduler: {
    title: "Schedulers",
    columns: [SERVER, SCHEDULER, ...THROUGHPUT, ...RESPONSE, FAILED],
  },
  latency_under_load: {
    title: "Latency under load",
    note:
      "Response times run from when requests were due, service times from when they were sent: the difference waited.",
    columns: [SERVER, RATE, THROUGHPUT[0], ...RESPONSE, ...SERVICE, FAILED],
  },
  latency_by_payload_size: {
    title: "Latency by payload size",
    columns: [SERVER, PAYLOAD, THROUGHPUT[0], ...RESPONSE, FAILED],
  },
  tail_latency: {
    title: "Tail latency",
    note:
      "An outlier is further from the median than 5.2 times the median absolute deviation.",
    columns: [
      SERVER,
      column("median", tailOf("median")),
      column("deviation", tailOf("median_absolute_deviation")),
      column("jitter", tailOf("jitter")),
      column("outliers above", tailOf("outlier_threshold")),
      column(
        "outliers",
        ({ tail }) => optional(tail?.outlier_count, formatCount),
      ),
      ...RESPONSE,
      FAILED,
    ],
  },
  compression: {
    title: "Compression",
    columns: [
      COMPRESSION,
      PAYLOAD,
      CONTENT,
      COMPRESSED,
      ...THROUGHPUT,
      ...COST,
      FAILED,
    ],
  },
  security: {
    title: "Security",
    columns: [
      SECURITY,
      column(
        "to connect",
        ({ connection_time }) => spread(connection_time, formatDuration),
      ),
      ...THROUGHPUT,
      ...RESPONSE,
      ...COST,
      FAILED,
    ],
  },
  compression_and_security: {
    title: "Compression and security together",
    columns: [SECURITY, COMPRESSION, ...THROUGHPUT, ...COST, FAILED],
  },
  ordering: {
    title: "Ordering",
    note: "Each call takes the server 1 ms, in which it is not busy.",
    columns: [SCHEDULER, THROUGHPUT[0], ...RESPONSE, FAILED],
  },
};

/**
 * The cases of a document's scenarios as tables, one for each question; each
 * value is the mean of the iterations, with their standard deviation.
 */
export function scenarioTables(document: ResultDocument): ReportTable[] {
  const cases = [...serverResults(document)].flatMap((
    [server, { cases = [] }],
  ) => cases.map((result) => ({ server, result })));
  const groups = new Set(cases.map(({ result }) => result.group));
  return [...groups].map((group) => {
    const { columns, note, title } = QUESTIONS[group];
    const ofGroup = cases.filter(({ result }) => result.group === group);
    return {
      title,
      ...note === undefined ? {} : { note },
      columns: columns.map(({ name }) => ({ name })),
      rows: ofGroup.map(({ result, server }) =>
        columns.map(({ cell }) => cell(result, server))
      ),
    };
  });
}

function column(name: string, cell: (result: CaseResult) => string): Column {
  return { name, cell };
}

function parameter(
  name: string,
  cell: (parameters: CaseParameters) => string,
): Column {
  return column(name, ({ parameters }) => cell(parameters));
}

function durations(
  name: string,
  of: (result: CaseResult) => SpreadOfDuration | undefined,
): readonly Column[] {
  return (["p50", "p95", "p99", "p999"] as const).map((percentile) =>
    column(
      `${name} ${percentile === "p999" ? "p99.9" : percentile}`,
      (result) => spread(of(result)?.[percentile], formatDuration),
    )
  );
}

function tailOf(
  key: "median" | "median_absolute_deviation" | "jitter" | "outlier_threshold",
): (result: CaseResult) => string {
  return ({ tail }) => optional(tail?.[key], formatDuration);
}

function optional(
  value: number | undefined,
  format: (value: number) => string,
): string {
  return value === undefined ? "–" : format(value);
}

function spread(
  summary: Summary | undefined,
  format: (value: number) => string,
): string {
  if (summary === undefined) return "–";
  const { mean, stdev } = summary;
  const share = mean === 0 ? 0 : stdev / mean;
  return summary.count === 1
    ? format(mean)
    : `${format(mean)} ± ${Math.round(share * 100)} %`;
}
