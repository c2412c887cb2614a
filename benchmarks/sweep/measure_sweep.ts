import { describeMachine } from "../machine.ts";
import { measureFloor } from "../floor.ts";
import { implausibleResults } from "../plausibility.ts";
import type { FloorResult, ResultDocument } from "../result_document.ts";
import { answerInTime } from "./_answer_in_time.ts";
import { SweepServers } from "./_sweep_servers.ts";
import { measureStep, type StepAnswer } from "./measure_step.ts";
import {
  type SweepOptions,
  type SweepSettings,
  sweepSettings,
} from "./sweep_options.ts";
import { questionTitle, type SweepQuestion } from "./sweep_question.ts";
import {
  FLOOR,
  secondsToMeasure,
  type SweepStep,
  sweepSteps,
} from "./sweep_step.ts";
import { messageOf } from "../../rpc/message_of.ts";

/**
 * Measures the steps of a sweep, and gives a result document of each: how the
 * servers do by payload and by number of clients. {@linkcode mergeSweep} makes
 * one document of them.
 *
 * A step whose server does not start, dies or cannot be reached has a document
 * that says so, and is not `completed`; the other servers are measured all the
 * same. A step that `signal` cuts short has none.
 *
 * @throws {RangeError} for a size or count that is not a whole number above 0.
 *
 * @example Latency by payload of one server
 * ```ts
 * import {
 *   measureSweep,
 *   mergeSweep,
 *   QUICK_SWEEP_SCALE,
 * } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const options = {
 *   servers: ["rpc_threaded"],
 *   payloadSizes: [64, 4096],
 *   clientCounts: [],
 *   scale: { ...QUICK_SWEEP_SCALE, requestsBySize: 50, warmupRequests: 10 },
 * } as const;
 * const documents = await Array.fromAsync(measureSweep(options));
 * const { rpc_threaded } = mergeSweep(options, documents);
 * if (!("latency_by_size" in rpc_threaded)) throw new Error("no latencies");
 * assertEquals(
 *   rpc_threaded.latency_by_size?.map(({ size }) => size),
 *   [64, 4096],
 * );
 * ```
 */
export async function* measureSweep(
  options: SweepOptions = {},
): AsyncGenerator<ResultDocument, void, void> {
  await using servers = new SweepServers();
  // A request that hangs ends with its server, if that is one of ours.
  const stop = () => void servers[Symbol.asyncDispose]();
  const { signal } = options;
  signal?.addEventListener("abort", stop, { once: true });
  try {
    yield* new SweepRun(options, servers).measure();
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** The floor, as far as it could be measured, and what is to be said of that. */
interface MeasuredFloor {
  readonly floor?: FloorResult;
  readonly warnings: readonly string[];
}

/** One sitting of a sweep: the steps that are still to be measured, one after another. */
class SweepRun {
  readonly #options: SweepOptions;
  readonly #settings: SweepSettings;
  readonly #servers: SweepServers;
  readonly #signal: AbortSignal;
  /** The steps that are left, by the question that they ask. */
  readonly #questions: ReadonlyMap<SweepQuestion, readonly SweepStep[]>;
  readonly #stepCount: number;
  readonly #start = performance.now();
  /** The keys of servers that could not be opened. */
  readonly #lost = new Set<string>();
  /** Seconds that what is still to come is expected to take. */
  #secondsLeft = 0;
  #stepsDone: number;

  constructor(options: SweepOptions, servers: SweepServers) {
    const { done = new Set(), signal = new AbortController().signal } = options;
    this.#options = options;
    this.#settings = sweepSettings(options);
    this.#servers = servers;
    this.#signal = signal;
    const steps = sweepSteps(this.#settings);
    const left = steps.filter(({ name }) => !done.has(name));
    this.#stepCount = steps.length;
    this.#stepsDone = steps.length - left.length;
    this.#questions = Map.groupBy(left, ({ question }) => question);
    for (const [question, steps] of this.#questions) {
      this.#secondsLeft += this.#expected(FLOOR.key, question);
      for (const { subject } of steps) {
        this.#secondsLeft += this.#expected(subject.key, question);
      }
    }
  }

  /** Gives a document of each step. */
  async *measure(): AsyncGenerator<ResultDocument, void, void> {
    if (this.#questions.size === 0) return;
    const general = await this.#measureFloor();
    for (const [question, steps] of this.#questions) {
      if (this.#signal.aborted) return;
      const served = steps.filter(({ subject }) =>
        !this.#lost.has(subject.key)
      );
      let floor = general;
      if (served.length > 0) floor = await this.#askFloor(question, general);
      for (const step of served) {
        const document = await answerInTime(
          this.#measure(step, floor),
          this.#signal,
        );
        if (document === undefined || this.#signal.aborted) return;
        this.#secondsLeft -= this.#expected(step.subject.key, question);
        this.#stepsDone++;
        yield document;
      }
    }
  }

  /** The floor of this sitting, in general. */
  async #measureFloor(): Promise<MeasuredFloor> {
    this.#progress("floor", 0);
    try {
      const floor = await measureFloor({
        warmupRequests: this.#settings.scale.warmupRequests,
        signal: this.#signal,
      });
      return { floor, warnings: [] };
    } catch (error) {
      return { warnings: [`floor: ${messageOf(error)}`] };
    }
  }

  /** The floor with its own answer to a question, measured right before the servers'. */
  async #askFloor(
    question: SweepQuestion,
    general: MeasuredFloor,
  ): Promise<MeasuredFloor> {
    // There is no less than to connect.
    const isAsked = question.kind !== "connection_time";
    if (general.floor === undefined || !isAsked) return general;
    const title = `floor: ${questionTitle(question)}`;
    this.#progress(title, 0);
    try {
      const server = await this.#servers.get(FLOOR);
      const { completed, result, warnings } = await measureStep(
        server,
        question,
        { scale: this.#settings.scale, signal: this.#signal },
      );
      if (!completed) await this.#servers.drop(FLOOR);
      const { bandwidth_by_size, concurrent_scaling, latency_by_size } = result;
      return {
        floor: {
          ...general.floor,
          ...result.latency && { latency: result.latency },
          ...latency_by_size && { latency_by_size },
          ...bandwidth_by_size && { bandwidth_by_size },
          ...concurrent_scaling && { concurrent_scaling },
        },
        warnings: [...general.warnings, ...warnings],
      };
    } catch (error) {
      await this.#servers.drop(FLOOR);
      const warning = `${title}: ${messageOf(error)}`;
      return { ...general, warnings: [...general.warnings, warning] };
    } finally {
      this.#secondsLeft -= this.#expected(FLOOR.key, question);
    }
  }

  /** The document of a step. */
  async #measure(
    step: SweepStep,
    { floor, warnings }: MeasuredFloor,
  ): Promise<ResultDocument> {
    const { question, subject, title } = step;
    this.#progress(title, 0);
    const started_at = new Date().toISOString();
    const start = performance.now();
    let answer: StepAnswer | undefined;
    const faults: string[] = [];
    try {
      const server = await this.#servers.get(subject);
      const expected = this.#expected(subject.key, question);
      answer = await measureStep(server, question, {
        scale: this.#settings.scale,
        signal: this.#signal,
        onProgress: (fraction) => this.#progress(title, fraction * expected),
      });
      if (!answer.completed) await this.#servers.drop(subject);
    } catch (error) {
      this.#lost.add(subject.key);
      faults.push(
        `${subject.key}: ${messageOf(error)}; what follows of it is left out`,
      );
    }
    const duration = (performance.now() - start) / 1000;
    const completed = answer?.completed ?? false;
    const { command, description } = this.#options;
    const document: ResultDocument = {
      meta: {
        schema: "rpcbench/1",
        started_at,
        duration,
        ...describeMachine(),
        config: { ...this.#settings },
        ...floor && { floor },
        sweep: {
          ...description && { description },
          ...command && { command },
          steps: [{ name: step.name, started_at, duration, completed }],
        },
        warnings: [...warnings, ...answer?.warnings ?? [], ...faults],
      },
      ...answer && { [subject.key]: answer.result },
    };
    return withImplausible(document);
  }

  #expected(key: string, question: SweepQuestion): number {
    return secondsToMeasure(key, question, this.#settings.scale);
  }

  #progress(title: string, secondsOfStep: number): void {
    const spent = (performance.now() - this.#start) / 1000;
    const left = Math.max(0, this.#secondsLeft - secondsOfStep);
    const number = Math.min(this.#stepsDone + 1, this.#stepCount);
    this.#options.onProgress?.({
      label: `${title} (${number} of ${this.#stepCount})`,
      fraction: spent / (spent + left),
    });
  }
}

function withImplausible(document: ResultDocument): ResultDocument {
  const { meta } = document;
  const warnings = [...meta.warnings, ...implausibleResults(document)];
  return { ...document, meta: { ...meta, warnings } };
}
