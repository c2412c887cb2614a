import type { LoadResult } from "../../benchmarks/mod.ts";
import { around } from "./_sample_document.ts";

/** An open loop whose rate rises to 800 requests per second, in eight seconds. */
export function sampleLoad(different: Partial<LoadResult> = {}): LoadResult {
  return {
    loop: "open",
    pacing: { kind: "ramp", from: 0, to: 800, duration: 8 },
    offered_rate: 400,
    achieved_rate: 400,
    throughput: 399,
    connections: 10,
    in_flight: 1,
    threads: 1,
    duration: 8,
    interrupted: false,
    total_requests: 3200,
    failed_requests: 8,
    unsent_requests: 0,
    success_rate: 0.9975,
    bytes_sent: 64_000,
    bytes_received: 64_000,
    connection_time: around(0.001),
    failed_connections: 0,
    response_time: around(0.002),
    service_time: around(0.001),
    waiting_time: around(0.001),
    generator: {
      late_sends: 3,
      late_share: 0.001,
      latest_send: 0.002,
      cpu: 0.5,
    },
    series: Array.from({ length: 8 }, (_, at) => ({
      at,
      duration: 1,
      rate: 100 * (at + 1),
      p50: 0.001,
      p99: 0.008 - 0.001 * at,
      errors: 1,
    })),
    errors: [{ kind: "timeout", count: 8, examples: ["no answer in 10 s"] }],
    connection_errors: [],
    ...different,
  };
}
