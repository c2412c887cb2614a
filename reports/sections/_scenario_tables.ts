import type {
  CaseResult,
  SpreadOfDuration,
} from "../../benchmarks/scenarios/case_result.ts";
import type {
  CaseGroup,
  CaseParameters,
} from "../../benchmarks/scenarios/scenario_case.ts";
import type { Summary } from "../../benchmarks/statistics.ts";
import type { Quantity } from "../../units/quantity.ts";
import {
  type Cell,
  type Column,
  figure,
  type ReportTable,
} from "../report_table.ts";
import type { MeasuredCase } from "./_measured_case.ts";

/** A column, and what it says of a case. */
interface CaseColumn extends Column {
  readonly cell: (measured: MeasuredCase) => Cell;
}

/** What is asked in a group of cases, and which columns answer it. */
interface Question {
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly CaseColumn[];
}

const SERVER: CaseColumn = {
  name: "server",
  cell: ({ subject }) => subject.name,
};
const ANSWERS = column(
  "requests",
  ({ throughput }) => spread(throughput, "rate"),
);
const PAYLOAD_BANDWIDTH = column(
  "payload",
  ({ bandwidth }) => spread(bandwidth, "bandwidth"),
);
const THROUGHPUT: readonly CaseColumn[] = [ANSWERS, PAYLOAD_BANDWIDTH];
const RESPONSE = durations("response", ({ response_time }) => response_time);
const SERVICE = durations("service", ({ service_time }) => service_time);
const FAILED = column(
  "failed",
  ({ failed_requests }) => figure(failed_requests, "count"),
);
const CLIENTS = parameter("clients", ({ clients }) => figure(clients, "count"));
const PAYLOAD = parameter(
  "payload size",
  ({ payload_size }) => figure(payload_size, "bytes"),
);
const RATE = parameter("due", ({ rate }) => figure(rate, "rate"));
const SCHEDULER = parameter("scheduler", schedulerOf);
const COMPRESSION = parameter(
  "compression",
  ({ compression = "off" }) => compression,
);
const CONTENT = parameter("content", ({ content = "random" }) => content);
const SECURITY = parameter("security", ({ security = "off" }) => security);
const COST: readonly CaseColumn[] = [
  column(
    "server CPU/request",
    ({ server_cpu_per_request }) => figure(server_cpu_per_request, "duration"),
  ),
  column(
    "client CPU/request",
    ({ client_cpu_per_request }) => figure(client_cpu_per_request, "duration"),
    "useful",
  ),
];
const COMPRESSED = column(
  "on the wire",
  ({ compressed_share }) => figure(compressed_share, "share"),
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
    columns: [SERVER, RATE, ANSWERS, ...RESPONSE, ...SERVICE, FAILED],
  },
  latency_by_payload_size: {
    title: "Latency by payload size",
    columns: [SERVER, PAYLOAD, ANSWERS, ...RESPONSE, FAILED],
  },
  tail_latency: {
    title: "Tail latency",
    note:
      "An outlier is further from the median than 5.2 times the median absolute deviation.",
    columns: [
      SERVER,
      column("median", ({ tail }) => figure(tail?.median, "duration")),
      column(
        "deviation",
        ({ tail }) => figure(tail?.median_absolute_deviation, "duration"),
      ),
      column("jitter", ({ tail }) => figure(tail?.jitter, "duration")),
      column(
        "outliers above",
        ({ tail }) => figure(tail?.outlier_threshold, "duration"),
      ),
      column("outliers", ({ tail }) => figure(tail?.outlier_count, "count")),
      ...RESPONSE,
      FAILED,
    ],
  },
  compression: {
    title: "Compression",
    columns: [
      SERVER,
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
      SERVER,
      SECURITY,
      column(
        "to connect",
        ({ connection_time }) => spread(connection_time, "duration"),
      ),
      ...THROUGHPUT,
      ...RESPONSE,
      ...COST,
      FAILED,
    ],
  },
  compression_and_security: {
    title: "Compression and security together",
    columns: [SERVER, SECURITY, COMPRESSION, ...THROUGHPUT, ...COST, FAILED],
  },
  ordering: {
    title: "Ordering",
    note: "Each call takes the server 1 ms, in which it is not busy.",
    columns: [SERVER, SCHEDULER, ANSWERS, ...RESPONSE, FAILED],
  },
};

/**
 * Cases as tables, one for each question; each value is the mean of the
 * iterations, with their standard deviation.
 */
export function scenarioTables(
  measured: readonly MeasuredCase[],
): ReportTable[] {
  const groups = new Set(measured.map(({ result }) => result.group));
  return [...groups].map((group) => {
    const { columns, note, title } = QUESTIONS[group];
    const ofGroup = measured.filter(({ result }) => result.group === group);
    return {
      title,
      ...note === undefined ? {} : { note },
      columns,
      rows: ofGroup.map((it) => columns.map(({ cell }) => cell(it))),
    };
  });
}

/** Which scheduler, and by what it orders. */
export function schedulerOf(
  { ordering_keys, scheduler }: CaseParameters,
): string {
  const keys = ordering_keys === undefined ? "" : `, keys: ${ordering_keys}`;
  return `${scheduler ?? "none"}${keys}`.replaceAll("_", " ");
}

function column(
  name: string,
  cell: (result: CaseResult) => Cell,
  importance?: Column["importance"],
): CaseColumn {
  return {
    name,
    ...importance === undefined ? {} : { importance },
    cell: ({ result }) => cell(result),
  };
}

function parameter(
  name: string,
  cell: (parameters: CaseParameters) => Cell,
): CaseColumn {
  return column(name, ({ parameters }) => cell(parameters));
}

function durations(
  name: string,
  of: (result: CaseResult) => SpreadOfDuration | undefined,
): readonly CaseColumn[] {
  const percentiles = [
    ["p50", "p50", undefined],
    ["p95", "p95", "useful"],
    ["p99", "p99", undefined],
    ["p999", "p99.9", "detail"],
  ] as const;
  return percentiles.map(([key, shown, importance]) =>
    column(
      `${name} ${shown}`,
      (result) => spread(of(result)?.[key], "duration"),
      importance,
    )
  );
}

/** The mean of the iterations; one alone has no spread. */
function spread(summary: Summary | undefined, quantity: Quantity): Cell {
  if (summary === undefined) return undefined;
  const { count, mean, stdev } = summary;
  const share = mean === 0 ? 0 : Math.round(100 * stdev / mean) / 100;
  return figure(mean, quantity, count === 1 ? {} : { spread: share });
}
