import {
  type ConcurrentResult,
  type ResultDocument,
  type ServerResult,
  summarize,
  type Summary,
} from "../../../benchmarks/mod.ts";
import {
  diagnose,
  type FindingKind,
  type ServerDiagnosis,
} from "../../../verdicts/mod.ts";
import { BARE, documentOf, FLOOR } from "../../reports/_sample_document.ts";
import { assertRestsOnMetrics } from "./_rests_on_metrics.ts";

export const MEMORY = { rss_max: 1e8, cpu_seconds: 1 };

/** Latencies of which the 99th percentile is so many medians. */
export function latency(median: number, tail = 1.5): Summary {
  return {
    ...summarize([median, median, median]),
    count: 1000,
    p99: tail * median,
    max: tail * median,
  };
}

/** A process whose event loop was so busy, and came so late on average. */
export function processOf(utilization: number, late: number) {
  const event_loop = { utilization, delay: { mean: late, max: 2 * late } };
  return { ...MEMORY, event_loop };
}

/** Ten clients at once of a server that is well. */
export const WELL: ConcurrentResult = {
  connections: 10,
  total_requests: 1000,
  failed_requests: 0,
  success_rate: 1,
  throughput: 10_000,
  duration: 0.1,
  latency: latency(300e-6),
  cpu_usage: { mean: 50, max: 50 },
  server_process: processOf(0.2, 0.001),
  client_process: processOf(0.2, 0.001),
};

/** A server of which that was measured. */
export function resultOf(
  concurrent: Partial<ConcurrentResult>,
  more: Partial<ServerResult> = {},
): ServerResult {
  return {
    ...BARE,
    total_requests: 1000,
    success_rate: 1,
    connection_time: latency(0.001),
    latency: latency(80e-6),
    concurrent: { ...WELL, ...concurrent },
    ...more,
  };
}

export function documentWith(result: ServerResult): ResultDocument {
  return documentOf({ server: result }, { floor: FLOOR });
}

/** What is said of a server; its numbers are in the document. */
export function diagnosisOf(result: ServerResult): ServerDiagnosis {
  const document = documentWith(result);
  const [diagnosis] = diagnose(document).servers;
  assertRestsOnMetrics(diagnosis.findings, document);
  return diagnosis;
}

export function kindsOf(result: ServerResult): FindingKind[] {
  return diagnosisOf(result).findings.map(({ kind }) => kind);
}
