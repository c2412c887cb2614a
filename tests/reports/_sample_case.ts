import type { CaseResult, LoadResult } from "../../benchmarks/mod.ts";
import { around } from "./_sample_document.ts";

/** An iteration of which little is known. */
const ITERATION: LoadResult = {
  loop: "closed",
  achieved_rate: 1000,
  throughput: 1000,
  connections: 10,
  in_flight: 1,
  threads: 1,
  duration: 1,
  interrupted: false,
  total_requests: 1000,
  failed_requests: 0,
  unsent_requests: 0,
  bytes_sent: 64_000,
  bytes_received: 64_000,
  failed_connections: 0,
  generator: { late_sends: 0, late_share: 0, latest_send: 0, cpu: 0.5 },
  series: [],
  errors: [],
  connection_errors: [],
};

/** A case that served 1000 requests per second, each in about a millisecond. */
export function sampleCase(different: Partial<CaseResult> = {}): CaseResult {
  const spread = {
    p50: around(0.001),
    p95: around(0.002),
    p99: around(0.003),
    p999: around(0.004),
  };
  return {
    scenario: "throughput",
    group: "payload_size",
    parameters: { clients: 10, payload_size: 64 },
    iterations: [ITERATION, ITERATION, ITERATION],
    throughput: around(1000),
    bandwidth: around(64_000),
    response_time: spread,
    total_requests: 3000,
    failed_requests: 0,
    ...different,
  };
}
