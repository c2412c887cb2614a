import type {
  BarChart,
  BoxChart,
  FlameGraph,
  HeatMap,
  LineChart,
} from "../../../reports/chart.ts";

/** Of a server with a name. */
const subject = (name: string, serverIndex: number, runIndex = 0) => ({
  name,
  serverIndex,
  runIndex,
});

const SIZES = [64, 1024, 16_384, 262_144];

/** Latency by size: two servers, a spread, and a floor that is a line itself. */
export const LINES: LineChart = {
  kind: "lines",
  id: "latency_by_payload_size",
  title: "Latency by payload size",
  note: "Medians, from p25 to p75.",
  x: { title: "payload", quantity: "bytes", scale: "log" },
  y: { title: "latency", quantity: "duration", scale: "log" },
  floors: [],
  lines: [
    {
      ...subject("rpc_threaded", 0),
      points: SIZES.map((x, i) => ({
        x,
        y: 80e-6 * 1.6 ** i,
        low: 75e-6 * 1.6 ** i,
        high: 99e-6 * 1.6 ** i,
      })),
    },
    {
      ...subject("http_threaded", 1),
      points: SIZES.map((x, i) => ({ x, y: 200e-6 * 1.5 ** i })),
    },
    {
      ...subject("floor", 0),
      isFloor: true,
      points: SIZES.map((x, i) => ({ x, y: 60e-6 * 1.4 ** i })),
    },
  ],
};

/** Percentiles of a server in two runs, with the floors of both. */
export const PERCENTILES: LineChart = {
  kind: "lines",
  id: "latency_percentiles",
  title: "Latency by percentile",
  x: { title: "percentile", quantity: "share", scale: "nines" },
  y: { title: "latency", quantity: "duration", scale: "log" },
  floors: [
    { name: "floor, before", runIndex: 0, value: 60e-6 },
    { name: "floor, after", runIndex: 1, value: 62e-6 },
  ],
  lines: ["before", "after"].map((run, runIndex) => ({
    ...subject(`rpc_threaded, ${run}`, 0, runIndex),
    points: [0, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999].map((x, i) => ({
      x,
      y: (80 + 10 * runIndex) * 1e-6 * 1.4 ** i,
    })),
  })),
};

/** An hour of load, second by second: p50 and p99, with one peak. */
export const SERIES: LineChart = {
  kind: "lines",
  id: "load_series",
  title: "Response times through the run",
  x: { title: "time", quantity: "duration", scale: "linear" },
  y: { title: "response time", quantity: "duration", scale: "linear" },
  floors: [],
  lines: ["median", "p99"].map((name, variant) => ({
    ...subject(`rpc_threaded, ${name}`, 0),
    variant,
    points: Array.from({ length: 3600 }, (_, x) => ({
      x,
      y: x === 1234 ? 0.25 : (1 + variant) * (1e-3 + 2e-4 * Math.sin(x / 300)),
    })),
  })),
};

/** Requests per second, with spreads, a gap and a floor. */
export const BARS: BarChart = {
  kind: "bars",
  id: "throughput",
  title: "Throughput",
  categories: ["1 client", "64 clients"],
  y: { title: "answers per second", quantity: "rate", scale: "linear" },
  floors: [{ name: "floor", runIndex: 0, value: 144_000 }],
  series: [
    {
      ...subject("rpc_threaded", 0),
      values: [10_400, 101_000],
      spreads: [500, 4000],
    },
    { ...subject("http_threaded", 1), values: [5200, undefined] },
  ],
};

/** Two boxes, one from a document without p25. */
export const BOXES: BoxChart = {
  kind: "boxes",
  id: "connection_time",
  title: "Time to connect",
  note: "Boxes from p25 to p75, whiskers from the least to p99.",
  y: { title: "time", quantity: "duration", scale: "log" },
  floors: [{ name: "floor", runIndex: 0, value: 200e-6 }],
  boxes: [
    {
      ...subject("rpc_threaded", 0),
      min: 250e-6,
      p25: 300e-6,
      median: 330e-6,
      p75: 400e-6,
      p99: 900e-6,
      max: 2e-3,
      mean: 360e-6,
    },
    {
      ...subject("rpc_forking", 2),
      min: 30e-3,
      median: 40e-3,
      p75: 44e-3,
      p99: 60e-3,
      max: 61e-3,
      mean: 41e-3,
    },
  ],
};

/** Three features by three figures, of which one was not measured. */
export const HEAT_MAP: HeatMap = {
  kind: "heat_map",
  id: "feature_matrix",
  title: "What features cost",
  columns: ["throughput", "latency", "CPU per request"],
  rows: ["plain", "TLS", "TLS and compression"],
  quantity: "ratio",
  values: [[1, 1, 1], [1.3, 1.25, undefined], [2.2, 4, 3]],
};

/** A program of three functions, two of which call the third. */
export const FLAMES: FlameGraph = {
  kind: "flames",
  id: "cpu_profile",
  title: "rpc_threaded, server",
  flames: [
    flame("main", "main.ts:1", "program", 0, 0, 1, 0.1),
    flame("encode", "codec.ts:10", "rpcbench", 1, 0, 0.6, 0.3),
    flame("writeFloat", "codec.ts:90", "rpcbench", 2, 0.1, 0.3, 0.3),
    flame("decode", "codec.ts:50", "rpcbench", 1, 0.6, 0.3, 0.1),
    flame("writeFloat", "codec.ts:90", "rpcbench", 2, 0.6, 0.2, 0.2),
  ],
};

function flame(
  name: string,
  place: string,
  origin: string,
  depth: number,
  start: number,
  total: number,
  self: number,
): FlameGraph["flames"][number] {
  return { name, place, origin, depth, start, total, self };
}
