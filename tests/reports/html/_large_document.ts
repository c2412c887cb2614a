import type {
  CaseResult,
  LoadResult,
  ResultDocument,
  ServerResult,
} from "../../../benchmarks/mod.ts";
import { sampleCase } from "../_sample_case.ts";
import { BARE, documentOf, FLOOR, fullResult } from "../_sample_document.ts";

const SERVERS = ["rpc_threaded", "rpc_forking", "http_threaded"];

/** What a case of {@linkcode largeCase} takes as JSON, about, in millions of bytes. */
const CASE_SIZE = 0.85;

/**
 * A document of about so many million bytes, as JSON: of all that makes documents
 * long, over and over.
 */
export function largeDocument(megabytes: number): ResultDocument {
  const cases = Math.ceil(megabytes / CASE_SIZE / SERVERS.length);
  return documentOf(
    Object.fromEntries(
      SERVERS.map((name, i) => [name, largeResult(name, i + 1, cases)]),
    ),
    { floor: FLOOR },
  );
}

function largeResult(
  name: string,
  factor: number,
  cases: number,
): ServerResult {
  return {
    ...BARE,
    ...fullResult(name, factor),
    cases: Array.from({ length: cases }, (_, i) => largeCase(i)),
    metadata: {
      errors: Array.from({ length: 5000 }, (_, i) => ({
        kind: `Error${i}`,
        count: i + 1,
        examples: [`connection ${i} was lost`, "it did not come back"],
      })),
    },
  };
}

/** A case of three long iterations, of which each request is known. */
function largeCase(index: number): CaseResult {
  const plain = sampleCase();
  const [iteration] = plain.iterations;
  const long: LoadResult = {
    ...iteration,
    series: Array.from({ length: 600 }, (_, at) => ({
      at,
      duration: 1,
      rate: 1000 + at,
      p50: 1e-3 + at * 1e-7,
      p99: 3e-3 + at * 1e-7,
      errors: 0,
    })),
  };
  return sampleCase({
    scenario: "latency",
    group: "tail_latency",
    parameters: { clients: index + 1, payload_size: 64 },
    iterations: [long, long, long],
    tail: {
      median: 1e-3,
      median_absolute_deviation: 1e-4,
      jitter: 1e-4,
      outlier_threshold: 2e-3,
      outlier_count: 0,
      outliers: [],
      response_times: Array.from(
        { length: 15_000 },
        // Digits like those of measured times.
        (_, i) => 1e-3 * (1 + Math.sin(index * 15_000 + i ** 2) ** 2),
      ),
    },
  });
}
