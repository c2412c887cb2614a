import type { AbRecord, AbSide } from "../../benchmarks/ab_record.ts";
import { LEAD_IN } from "../../benchmarks/load/load_blocks.ts";
import type { LoadBlocks, LoadResult } from "../../benchmarks/load/mod.ts";
import { messageOf } from "../../rpc/message_of.ts";
import {
  type LoadMetricName,
  loadMetrics,
  loadValues,
} from "./load_metrics.ts";
import { type AbOptions, DEFAULT_MAX_TIME, measureAb } from "./measure_ab.ts";

/** A block takes at least so many seconds, and so many requests, p99 being one of them. */
const LEAST_BLOCK = 0.25;
const LEAST_REQUESTS = 100;
/** But not so long that fewer than these fit into the time. */
const LEAST_BLOCKS = 50;

/** How two sides are put under load in turns. */
export interface AbLoadOptions
  extends Omit<AbOptions, "metrics" | "now" | "sample"> {
  /** The load on each side. */
  readonly sides: Readonly<Record<AbSide, LoadBlocks>>;
  /** Whose interval decides when it is enough. Default `"median"`. */
  readonly decidedBy?: LoadMetricName;
  /**
   * Seconds in a block. Default: 0.25, or as long as the slower side takes for 100
   * requests.
   */
  readonly block?: number;
}

/** A side of an experiment has no answers, so that there is nothing to compare. */
export class NoAnswersError extends Error {
  /** Tells it from other errors. */
  override readonly name = "NoAnswersError";
}

/**
 * Warms two sides up, and then puts them under load in turns; see
 * {@linkcode measureAb}. One that is started anew is warmed up again.
 *
 * @throws {NoAnswersError} if a side answers nothing before the first block.
 * @throws {RangeError} as {@linkcode measureAb} does.
 *
 * @example Compare two servers
 * ```ts
 * import { LoadBlocks } from "@x/rpcbench/benchmarks";
 * import { HttpServer, RpcServer } from "@x/rpcbench/servers";
 * import { analyzeAb, measureAbLoad } from "@x/rpcbench/verdicts";
 *
 * await using rpc = await RpcServer.start({ port: 0 });
 * await using http = await HttpServer.start({ port: 0 });
 * await using a = await LoadBlocks.start({
 *   target: { kind: "rpc", port: rpc.port, method: "ping" },
 * });
 * await using b = await LoadBlocks.start({
 *   target: { kind: "http", url: `${http.url}/ping` },
 * });
 * const record = await measureAbLoad({ sides: { a, b }, maxTime: 1 });
 * console.log(`HTTP is ${analyzeAb(record).verdict}`);
 * ```
 */
export async function measureAbLoad(options: AbLoadOptions): Promise<AbRecord> {
  const {
    decidedBy = "median",
    maxTime = DEFAULT_MAX_TIME,
    names = { a: "a", b: "b" },
    sides,
    signal = new AbortController().signal,
  } = options;
  const rates: number[] = [];
  for (const side of ["a", "b"] as const) {
    const result = await sides[side].warmUp(signal);
    if (!signal.aborted) requireAnswers(names[side], result);
    rates.push(result.throughput);
  }
  const block = options.block ?? blockLength(Math.min(...rates), maxTime);
  const start = performance.now();
  const silence = new AbortController();
  let silent: AbSide | undefined;
  const notes: string[] = [];
  const endBy = (side: AbSide) => {
    silent = side;
    silence.abort();
  };
  const record = await measureAb({
    ...options,
    metrics: loadMetrics(decidedBy),
    signal: AbortSignal.any([signal, silence.signal]),
    startAnew: mapSides(options.startAnew, (startAnew, side) => async () => {
      try {
        await startAnew(signal);
      } catch (error) {
        // What was cut off has not failed, and what was measured before still counts.
        if (signal.aborted) return;
        notes.push(`${names[side]} did not start anew: ${messageOf(error)}`);
        return endBy(side);
      }
      if (isSilent(await sides[side].warmUp(signal))) endBy(side);
    }),
    async sample(side) {
      const at = (performance.now() - start) / 1000;
      const result = await sides[side].measure(at, block, signal);
      if (isSilent(result)) endBy(side);
      return {
        values: loadValues(result),
        total: result.total_requests,
        failed: result.failed_requests,
      };
    },
  });
  return silent === undefined || signal.aborted ? record : {
    ...record,
    ...notes.length === 0 ? {} : { notes },
    ended: "no_answers",
    silent,
  };
}

/** Does the same with what each side has, as far as it has any. */
function mapSides<Value, Mapped>(
  { a, b }: Partial<Readonly<Record<AbSide, Value>>> = {},
  map: (value: Value, side: AbSide) => Mapped,
): Partial<Record<AbSide, Mapped>> {
  return {
    ...a === undefined ? {} : { a: map(a, "a") },
    ...b === undefined ? {} : { b: map(b, "b") },
  };
}

/** Seconds in a block, for so many answers per second of the slower side. */
function blockLength(rate: number, maxTime: number): number {
  const wanted = Math.max(LEAST_BLOCK, LEAST_REQUESTS / rate);
  return Math.min(wanted, Math.max(LEAD_IN, maxTime / LEAST_BLOCKS - LEAD_IN));
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
