import { summaryOf, WITH_SAMPLES } from "../_summary_of.ts";
import { withoutUndefined } from "../_without_undefined.ts";
import { ErrorLog } from "../error_log.ts";
import { SampleRecorder } from "../sample_recorder.ts";
import { warmUp } from "../warm_up.ts";
import { failureKind } from "./failure_kind.ts";
import { LoadGenerator, type LoadGeneratorOptions } from "./load_generator.ts";
import type { LoadResult } from "./load_result.ts";
import type { LoadPoint } from "./load_series.ts";

/** How many requests are repeated until they take as long as those before. */
const WARM_UP_REQUESTS = 500;
/** Seconds after which such a round ends, if the target is slow. */
const WARM_UP_ROUND = 0.5;
/** Seconds of load before each block: a target that has waited is out of practice. */
export const LEAD_IN = 0.05;

/**
 * Load in a closed loop, in blocks with pauses between them, which together are one
 * result.
 *
 * @example Two blocks of 100 ms
 * ```ts
 * import { LoadBlocks, type Target } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const target: Target = {
 *   connect: () =>
 *     Promise.resolve({
 *       request: () => new Promise((resolve) => setTimeout(resolve, 1)),
 *       [Symbol.asyncDispose]: () => Promise.resolve(),
 *     }),
 * };
 * const { signal } = new AbortController();
 * await using blocks = await LoadBlocks.start({ target });
 * await blocks.measure(0, 0.1, signal);
 * await blocks.measure(1, 0.1, signal);
 * assertEquals(blocks.toResult()?.series.length, 2);
 * ```
 */
export class LoadBlocks implements AsyncDisposable {
  #generator: LoadGenerator;
  readonly #responseTimes = new SampleRecorder();
  readonly #blocks: LoadResult[] = [];
  readonly #points: LoadPoint[] = [];

  private constructor(generator: LoadGenerator) {
    this.#generator = generator;
  }

  /** Makes the connections; see {@linkcode LoadGenerator.start}. */
  static async start(options: LoadGeneratorOptions): Promise<LoadBlocks> {
    return new LoadBlocks(await LoadGenerator.start(options));
  }

  /** Goes on over other connections, as to a server that was started anew. */
  async reconnect(options: LoadGeneratorOptions): Promise<void> {
    await this.#generator[Symbol.asyncDispose]();
    this.#generator = await LoadGenerator.start(options);
  }

  /** Makes requests until they take no less time, and resolves with a last round of them. */
  async warmUp(signal: AbortSignal): Promise<LoadResult> {
    const round = () =>
      this.#generator.run({
        requests: WARM_UP_REQUESTS,
        duration: WARM_UP_ROUND,
        signal,
      });
    await warmUp(round, () => signal.aborted, 1);
    return (await round()).toResult({});
  }

  /**
   * Makes load for so many seconds, which are the block that begins at a time; one
   * that is cut off is no block.
   */
  async measure(
    at: number,
    duration: number,
    signal: AbortSignal,
  ): Promise<LoadResult> {
    await this.#generator.run({ duration: LEAD_IN, signal });
    const measurement = await this.#generator.run({ duration, signal });
    const result = measurement.toResult({});
    if (result.interrupted) return result;
    const { failed_requests: errors, response_time, throughput } = result;
    this.#responseTimes.merge(measurement.responseTimes);
    this.#blocks.push(result);
    this.#points.push({
      at,
      duration: result.duration,
      rate: throughput,
      ...response_time && { p50: response_time.median, p99: response_time.p99 },
      errors,
    });
    return result;
  }

  /** All blocks together; their series has one point each. `undefined` without any. */
  toResult(): LoadResult | undefined {
    const last = this.#blocks.at(-1);
    if (last === undefined) return undefined;
    const sum = (valueOf: (block: LoadResult) => number) =>
      this.#blocks.reduce((sum, block) => sum + valueOf(block), 0);
    const duration = sum((block) => block.duration);
    const mean = (valueOf: (block: LoadResult) => number) =>
      sum((block) => valueOf(block) * block.duration) / duration;
    const total = sum((block) => block.total_requests);
    const failed = sum((block) => block.failed_requests);
    const errors = new ErrorLog(failureKind);
    for (const block of this.#blocks) errors.addCounts(block.errors);
    return withoutUndefined({
      // What is of the connections holds since they were made.
      ...last,
      achieved_rate: mean((block) => block.achieved_rate),
      throughput: mean((block) => block.throughput),
      duration,
      total_requests: total,
      failed_requests: failed,
      unsent_requests: sum((block) => block.unsent_requests),
      success_rate: total === 0 ? undefined : (total - failed) / total,
      bytes_sent: sum((block) => block.bytes_sent),
      bytes_received: sum((block) => block.bytes_received),
      response_time: summaryOf(this.#responseTimes, WITH_SAMPLES),
      generator: {
        late_sends: sum(({ generator }) => generator.late_sends),
        late_share: mean(({ generator }) => generator.late_share),
        latest_send: Math.max(
          ...this.#blocks.map(({ generator }) => generator.latest_send),
        ),
        cpu: mean(({ generator }) => generator.cpu),
      },
      series: this.#points,
      errors: errors.counts(),
    });
  }

  /** Closes the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#generator[Symbol.asyncDispose]();
  }
}
