import type { AbRecord, AbSide } from "../../benchmarks/ab_record.ts";
import type { LoadBlocks, LoadResult } from "../../benchmarks/load/mod.ts";
import {
  type LoadMetricName,
  loadMetrics,
  loadValues,
} from "./load_metrics.ts";
import { type AbProgress, measureAb } from "./measure_ab.ts";

/** A block takes at least so many seconds, and so many requests, p99 being one of them. */
const LEAST_BLOCK = 0.25;
const LEAST_REQUESTS = 100;
/** But not so long that fewer than these fit into the time. */
const LEAST_BLOCKS = 50;

/** How two sides are put under load in turns. */
export interface AbLoadOptions {
  /** The load on each side. */
  readonly sides: Readonly<Record<AbSide, LoadBlocks>>;
  /** What they are called. */
  readonly names: Readonly<Record<AbSide, string>>;
  /** Whose interval decides when it is enough. */
  readonly decidedBy: LoadMetricName;
  /** How far that interval may reach to each side: 0.02. */
  readonly precision: number;
  /** Seconds that all blocks together may take. */
  readonly maxTime: number;
  /** Seconds in a block. Default: as long as the slower side needs. */
  readonly block?: number;
  /** Gives the order of the blocks. Default: one by chance. */
  readonly seed?: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** Hears after each quad how far it is. */
  readonly onProgress: (progress: AbProgress) => void;
}

/** A side of an experiment has no answers, so that there is nothing to compare. */
export class NoAnswersError extends Error {
  /** Tells it from other errors. */
  override readonly name = "NoAnswersError";
}

/**
 * Warms two sides up, and then puts them under load in turns; see
 * {@linkcode measureAb}.
 *
 * @throws {NoAnswersError} if a side answers nothing before the first block.
 */
export async function measureAbLoad(options: AbLoadOptions): Promise<AbRecord> {
  const { decidedBy, maxTime, names, sides, signal } = options;
  const rates = [];
  for (const side of ["a", "b"] as const) {
    const result = await sides[side].warmUp(signal);
    if (!signal.aborted) requireAnswers(names[side], result);
    rates.push(result.throughput);
  }
  const block = options.block ?? Math.min(
    Math.max(LEAST_BLOCK, LEAST_REQUESTS / Math.min(...rates)),
    maxTime / LEAST_BLOCKS,
  );
  const start = performance.now();
  const silence = new AbortController();
  const record = await measureAb({
    ...options,
    metrics: loadMetrics(decidedBy),
    signal: AbortSignal.any([signal, silence.signal]),
    async sample(side) {
      const at = (performance.now() - start) / 1000;
      const result = await sides[side].measure(at, block, signal);
      if (isSilent(result)) silence.abort();
      return {
        values: loadValues(result),
        total: result.total_requests,
        failed: result.failed_requests,
      };
    },
  });
  return silence.signal.aborted && !signal.aborted
    ? { ...record, ended: "no_answers" }
    : record;
}

/** Whether nothing was answered, so that there is nothing to compare any more. */
function isSilent({ failed_requests, total_requests }: LoadResult): boolean {
  return total_requests > 0 && failed_requests === total_requests;
}

function requireAnswers(name: string, result: LoadResult): void {
  if (!isSilent(result)) return;
  const [first] = result.errors;
  throw new NoAnswersError(
    `${name} answers nothing: ${first?.examples[0] ?? "no request was made"}`,
  );
}
