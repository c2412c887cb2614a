import {
  type ResultDocument,
  type RunMetadata,
  type ServerResult,
  summarize,
  type Summary,
} from "../../benchmarks/mod.ts";

/** The summary of samples around a value, each a tenth of it from the next. */
export function around(value: number): Summary {
  return summarize([0.9 * value, value, 1.1 * value]);
}

/** A run of which nothing is known but the machine. */
export const META: RunMetadata = {
  schema: "rpcbench/1",
  started_at: "2026-01-02T03:04:05.678Z",
  duration: 12.3,
  deno: "2.9.6",
  v8: "15.0",
  os: "linux 6.1 x86_64",
  cpu_model: "Test CPU",
  cpu_cores: 2,
  memory_bytes: 8 * 1024 ** 3,
  config: {},
  warnings: [],
};

/** What a bare TCP connection did in that run. */
export const FLOOR = {
  latency: around(70e-6),
  throughput: 100_000,
  connections: 10,
  transfer_size: 1024 * 1024,
  bandwidth: 2e9,
  bandwidth_discarded: 4e9,
};

/** A server of which nothing was measured. */
export const BARE: ServerResult = {
  name: "bare",
  protocol: "rpc",
  server_mode: "threaded",
  duration: 1,
  total_requests: 0,
  failed_requests: 0,
  metadata: { errors: [] },
};

/** A server of which all was measured, `factor` times as slow as another. */
export function fullResult(name: string, factor: number): ServerResult {
  return {
    ...BARE,
    name,
    total_requests: 3210,
    failed_requests: 0,
    success_rate: 1,
    connection_time: around(factor * 300e-6),
    latency: around(factor * 80e-6),
    upload_bandwidth: around(1e9 / factor),
    download_bandwidth: around(1.2e9 / factor),
    bandwidth_by_size: [
      {
        size: 1024,
        upload: around(1e7 / factor),
        download: around(1.1e7 / factor),
      },
      {
        size: 1024 * 1024,
        upload: around(1.3e9 / factor),
        download: around(1.4e9 / factor),
      },
    ],
    binary_transfer: [
      {
        type: "upload",
        file_size: 1.5 * 1024 * 1024,
        chunk_size: null,
        duration: around(factor * 2e-3),
        throughput_mbps: 6291.456 / factor,
      },
      {
        type: "download_chunked",
        file_size: 1.5 * 1024 * 1024,
        chunk_size: 65536,
        duration: around(factor * 3e-3),
        throughput_mbps: 4194.304 / factor,
      },
    ],
    concurrent: {
      connections: 10,
      total_requests: 1000,
      failed_requests: 0,
      success_rate: 1,
      throughput: 40_000 / factor,
      duration: factor * 0.025,
      connection_time: around(factor * 1e-3),
      latency: around(factor * 240e-6),
    },
    cpu_usage: { mean: 61.5, max: 98.25 },
    memory_usage: { mean: 20.5, max: 21.75 },
    server_process: { cpu_seconds: 1.25, rss_max: 80 * 1024 ** 2 },
    client_process: { cpu_seconds: 0.75, rss_max: 90 * 1024 ** 2 },
  };
}

/** A document of these servers. */
export function documentOf(
  servers: Readonly<Record<string, ServerResult>>,
  meta: Partial<RunMetadata> = {},
): ResultDocument {
  return { meta: { ...META, ...meta }, ...servers };
}
