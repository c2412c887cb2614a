import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  BenchmarkMetrics,
  type ConcurrentResult,
} from "@x/rpcbench/benchmarks";
import { SUBJECT } from "./_test_connection.ts";

const CONCURRENT: ConcurrentResult = {
  connections: 2,
  total_requests: 10,
  failed_requests: 1,
  success_rate: 0.9,
  throughput: 100,
  duration: 0.1,
};
const USAGE = {
  memory_usage: { mean: 1, max: 2 },
  client_process: { cpu_seconds: 3, rss_max: 4 },
};

function metricsOf(record: (metrics: BenchmarkMetrics) => void) {
  const metrics = new BenchmarkMetrics(SUBJECT);
  record(metrics);
  return metrics;
}

/** One benchmark of each kind, as the suite runs them. */
const BENCHMARKS = [
  metricsOf((metrics) => {
    metrics.addConnectionTime(0.1);
    metrics.recordFailure(new Error("refused"));
  }),
  metricsOf((metrics) => {
    metrics.addLatency(0.2);
    metrics.addLatency(0.4);
  }),
  metricsOf((metrics) => metrics.addLeanLatency(0.15)),
  metricsOf((metrics) => {
    metrics.addUpload(1000, 0.5);
    metrics.addDownload(1000, 0.25);
  }),
  metricsOf((metrics) => {
    for (let i = 1; i < CONCURRENT.total_requests; i++) metrics.recordSuccess();
    metrics.recordFailure(new TypeError("reset"));
    metrics.setConcurrent(() => CONCURRENT);
  }),
  metricsOf((metrics) =>
    metrics.addTransfer(
      { type: "upload", fileSize: 1_000_000, chunkSize: null },
      2,
    )
  ),
  metricsOf((metrics) => metrics.setResourceUsage(USAGE)),
];

function assertKeepsAll(metrics: BenchmarkMetrics): void {
  const result = metrics.computeStatistics();
  assertEquals(result.connection_time?.mean, 0.1);
  assertAlmostEquals(result.latency?.mean ?? NaN, 0.3);
  assertEquals(result.lean_latency?.mean, 0.15);
  assertEquals(result.upload_bandwidth?.mean, 2000);
  assertEquals(result.download_bandwidth?.mean, 4000);
  assertEquals(
    result.bandwidth_by_size?.map(({ size, upload, download }) => [
      size,
      upload?.mean,
      download?.mean,
    ]),
    [[1000, 2000, 4000]],
  );
  assertEquals(result.binary_transfer?.map((t) => t.throughput_mbps), [4]);
  assertEquals(result.concurrent, CONCURRENT);
  assertEquals(result.memory_usage, USAGE.memory_usage);
  assertEquals(result.client_process, USAGE.client_process);
  assertEquals([result.total_requests, result.failed_requests], [18, 2]);
  assertEquals(
    result.metadata.errors.map(({ kind }) => kind).toSorted(),
    ["Error", "TypeError"],
  );
}

Deno.test("merging keeps what every benchmark of a server measured, in any order", () => {
  const forwards = new BenchmarkMetrics(SUBJECT);
  for (const metrics of BENCHMARKS) forwards.merge(metrics);
  assertKeepsAll(forwards);
  const backwards = new BenchmarkMetrics(SUBJECT);
  for (const metrics of BENCHMARKS.toReversed()) backwards.merge(metrics);
  assertKeepsAll(backwards);
});

Deno.test("samples of the same kind come together when merged", () => {
  const latencies = metricsOf((metrics) => {
    metrics.addLatency(0.1);
    metrics.addUpload(10, 1);
    metrics.addUpload(20, 1);
  });
  latencies.merge(metricsOf((metrics) => {
    metrics.addLatency(0.3);
    metrics.addUpload(20, 2);
    metrics.addUpload(30, 1);
  }));
  const { latency, bandwidth_by_size } = latencies.computeStatistics();
  assertEquals([latency?.count, latency?.min, latency?.max], [2, 0.1, 0.3]);
  assertEquals(
    bandwidth_by_size?.map(({ size, upload }) => [size, upload?.count]),
    [[10, 1], [20, 2], [30, 1]],
  );
  assertEquals(latencies.latencySamples(), new Float64Array([0.1, 0.3]));
});

Deno.test("metrics that are merged into others stay as they were", () => {
  const before = BENCHMARKS.map((metrics) => metrics.computeStatistics());
  const all = new BenchmarkMetrics(SUBJECT);
  for (const metrics of BENCHMARKS) all.merge(metrics);
  all.addLatency(9);
  all.recordFailure(new Error("later"));
  assertEquals(
    BENCHMARKS.map((metrics) => metrics.computeStatistics()),
    before,
  );
});

Deno.test("what was not measured is absent, and not a zero", () => {
  assertEquals(new BenchmarkMetrics(SUBJECT).computeStatistics(), {
    name: "test",
    protocol: "none",
    server_mode: "threaded",
    duration: 0,
    total_requests: 0,
    failed_requests: 0,
    metadata: { errors: [] },
  });
});

Deno.test("the success rate is what was not failed, of all attempts", () => {
  const metrics = metricsOf((metrics) => {
    for (let i = 0; i < 3; i++) metrics.recordSuccess();
    metrics.recordFailure(new Error("one"));
  });
  assertEquals(metrics.computeStatistics().success_rate, 0.75);
  assertEquals([metrics.totalRequests, metrics.failedRequests], [4, 1]);
});

Deno.test("the duration adds up over starts and ends", async () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
  const metrics = new BenchmarkMetrics(SUBJECT);
  const start = performance.now();
  metrics.start();
  await pause();
  metrics.end();
  metrics.end();
  const first = metrics.computeStatistics().duration;
  await pause();
  metrics.start();
  await pause();
  metrics.end();
  const { duration } = metrics.computeStatistics();
  const elapsed = (performance.now() - start) / 1000;
  assert(first > 0.02 && duration > first + 0.02);
  assert(duration < elapsed - 0.02, "the pause between does not count");
});

Deno.test("transfers are told apart by way, size of file and size of chunk", () => {
  const metrics = metricsOf((metrics) => {
    for (const type of ["upload", "download"] as const) {
      for (const fileSize of [100, 200]) {
        for (const chunkSize of [null, 10]) {
          metrics.addTransfer({ type, fileSize, chunkSize }, 1);
        }
      }
    }
    metrics.addTransfer({ type: "upload", fileSize: 100, chunkSize: 10 }, 3);
  });
  const { binary_transfer = [] } = metrics.computeStatistics();
  assertEquals(
    binary_transfer.map(({ duration }) => duration.count),
    [1, 2, 1, 1, 1, 1, 1, 1],
  );
});
