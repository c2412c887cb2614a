import { assertEquals } from "@std/assert";
import { describeChart } from "../../reports/chart_description.ts";
import {
  BARS,
  BOXES,
  FLAMES,
  HEAT_MAP,
  LINES,
  PERCENTILES,
  SERIES,
} from "./html/_sample_charts.ts";

Deno.test("of a short line, every point is told", () => {
  assertEquals(
    describeChart({ ...LINES, lines: LINES.lines.slice(0, 1) }),
    "Line chart of latency by payload: Latency by payload size. rpc_threaded: 80 µs at 64 B, 128 µs at 1 KiB, 205 µs at 16 KiB, 328 µs at 256 KiB.",
  );
});

Deno.test("of a long line, the ends and the extremes are told", () => {
  assertEquals(
    describeChart({ ...SERIES, lines: SERIES.lines.slice(0, 1) }),
    "Line chart of response time by time: Response times through the run. rpc_threaded, median, 3600 points: first 1 ms at 0, last 892 µs at 3,599 s, least 800 µs at 1,414 s, greatest 250 ms at 1,234 s.",
  );
});

Deno.test("shares are told with all of their nines, and floors at the end", () => {
  const [line] = PERCENTILES.lines;
  assertEquals(
    describeChart({
      ...PERCENTILES,
      lines: [{ ...line, points: line.points.slice(-1) }],
    }),
    "Line chart of latency by percentile: Latency by percentile. rpc_threaded, before: 843 µs at 99.99 %. floor, before: 60 µs. floor, after: 62 µs.",
  );
});

Deno.test("of bars and cells, nothing is told of what was not measured", () => {
  assertEquals(
    describeChart(BARS),
    "Bar chart of answers per second: Throughput. rpc_threaded: 10.4 k/s for 1 client, 101 k/s for 64 clients. http_threaded: 5.2 k/s for 1 client. floor: 144 k/s.",
  );
  assertEquals(
    describeChart({ ...HEAT_MAP, rows: ["plain", "TLS"] }),
    "Heat map: What features cost. plain: 1.00 × for throughput, 1.00 × for latency, 1.00 × for CPU per request. TLS: 1.30 × for throughput, 1.25 × for latency.",
  );
});

Deno.test("of boxes, their figures are told", () => {
  assertEquals(
    describeChart({ ...BOXES, floors: [] }),
    "Box plot of time: Time to connect. rpc_threaded: least 250 µs, p25 300 µs, median 330 µs, p75 400 µs, p99 900 µs, greatest 2 ms. rpc_forking: least 30 ms, median 40 ms, p75 44 ms, p99 60 ms, greatest 61 ms.",
  );
});

Deno.test("of a flame graph, the functions that took most time are told", () => {
  assertEquals(
    describeChart(FLAMES),
    "Flame graph: rpc_threaded, server. 4 functions, 1.00 s in all. Most time in writeFloat 500 ms (50 %), encode 300 ms (30 %), main 100 ms (10 %), decode 100 ms (10 %).",
  );
});
