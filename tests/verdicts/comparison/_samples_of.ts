import { summarize, type Summary } from "../../../benchmarks/mod.ts";
import type { ResultDocument, RunMetadata } from "../../../benchmarks/mod.ts";
import { BARE, documentOf } from "../../reports/_sample_document.ts";

/** Durations around 100 µs, each of which remembers the one before by this much. */
export function dependentSamples(
  count: number,
  memory: number,
  normal: () => number,
): number[] {
  let value = normal();
  return Array.from({ length: count }, () => {
    value = memory * value + Math.sqrt(1 - memory ** 2) * normal();
    return 100e-6 * Math.exp(0.2 * value);
  });
}

/** A summary that keeps its samples. */
export function kept(samples: readonly number[]): Summary {
  return summarize(samples, { distribution: true, samples: true });
}

/** A document of one server with these latencies. */
export function latencyDocument(
  samples: readonly number[],
  meta: Partial<RunMetadata> = {},
): ResultDocument {
  return documentOf({ rpc: { ...BARE, latency: kept(samples) } }, meta);
}
