import { assertEquals, assertThrows } from "@std/assert";
import {
  type FloorResult,
  mergeSweep,
  type ResultDocument,
  type ServerResult,
  serverResults,
  sweepSettings,
} from "../../../benchmarks/mod.ts";
import { around, BARE, FLOOR, META } from "../../reports/_sample_document.ts";

const SETTINGS = {
  servers: ["rpc_threaded"],
  payloadSizes: [64],
  clientCounts: [10],
} as const;

function stepDocument(
  question: string,
  started_at: string,
  result: Partial<ServerResult>,
  floor?: FloorResult,
): ResultDocument {
  const name = `rpc_threaded-${question}`;
  return {
    meta: {
      ...META,
      started_at,
      ...floor && { floor },
      sweep: { steps: [{ name, started_at, duration: 2, completed: true }] },
    },
    rpc_threaded: { ...BARE, ...result },
  };
}

Deno.test("the floor of a study is the best of its sittings, value by value", () => {
  const scaling = (throughput: number) => [{
    connections: 10,
    total_requests: 100,
    failed_requests: 0,
    success_rate: 1,
    throughput,
    duration: 1,
  }];
  const study = mergeSweep(SETTINGS, [
    stepDocument("latency", "2026-01-01T00:00:00.000Z", {}, {
      ...FLOOR,
      latency: around(2),
      throughput: 7,
      latency_by_size: [{ size: 64, latency: around(3) }],
      bandwidth_by_size: [{ size: 64, upload: around(10) }],
      concurrent_scaling: scaling(20),
    }),
    stepDocument("latency_by_size-64", "2026-01-02T00:00:00.000Z", {}, {
      ...FLOOR,
      latency: around(1),
      throughput: 5,
      latency_by_size: [{ size: 64, latency: around(4) }],
      bandwidth_by_size: [
        { size: 64, upload: around(9), download: around(8) },
        { size: 32, upload: around(1) },
      ],
      concurrent_scaling: scaling(30),
    }),
  ]);
  assertEquals(study.meta.floor, {
    ...FLOOR,
    latency: around(1),
    throughput: 7,
    latency_by_size: [{ size: 64, latency: around(3) }],
    bandwidth_by_size: [
      { size: 32, upload: around(1) },
      { size: 64, upload: around(10), download: around(8) },
    ],
    concurrent_scaling: scaling(30),
  });
});

Deno.test("a study sums up what its steps used, failed at and took", () => {
  const study = mergeSweep(SETTINGS, [
    stepDocument("latency_by_size-64", "2026-01-02T00:00:00.000Z", {
      duration: 3,
      total_requests: 30,
      failed_requests: 3,
      cpu_usage: { mean: 10, max: 90 },
      server_process: { cpu_seconds: 1, rss_max: 500 },
      metadata: {
        errors: [{ kind: "TimeoutError", count: 3, examples: ["too late"] }],
      },
    }),
    stepDocument("latency", "2026-01-01T00:00:00.000Z", {
      duration: 1,
      total_requests: 10,
      failed_requests: 1,
      cpu_usage: { mean: 50, max: 60 },
      server_process: { cpu_seconds: 2, rss_max: 400 },
      metadata: {
        errors: [{ kind: "TimeoutError", count: 1, examples: ["late"] }],
      },
    }),
  ]);
  assertEquals(serverResults(study).get("rpc_threaded"), {
    ...BARE,
    duration: 4,
    total_requests: 40,
    failed_requests: 4,
    success_rate: 0.9,
    cpu_usage: { mean: 20, max: 90 },
    server_process: { cpu_seconds: 3, rss_max: 500 },
    metadata: {
      errors: [
        { kind: "TimeoutError", count: 4, examples: ["too late", "late"] },
      ],
    },
  });
  const { config, duration, failures, started_at, sweep, warnings } =
    study.meta;
  assertEquals(started_at, "2026-01-01T00:00:00.000Z");
  assertEquals(duration, 4);
  assertEquals(config, { ...sweepSettings(SETTINGS) });
  assertEquals(
    sweep?.steps.map(({ name }) => name),
    ["rpc_threaded-latency", "rpc_threaded-latency_by_size-64"],
  );
  assertEquals(warnings, [
    "3 of 5 steps are not measured: the study is not complete",
  ]);
  assertEquals(failures, warnings);
});

Deno.test("nothing is no study, and neither is another run", () => {
  assertThrows(
    () => mergeSweep(SETTINGS, []),
    RangeError,
    "documents is empty",
  );
  assertThrows(
    () => mergeSweep(SETTINGS, [{ meta: META }]),
    RangeError,
    "not of a sweep",
  );
});
