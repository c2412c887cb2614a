import { ConnectionLog } from "./_connection_log.ts";
import type {
  LoadThread,
  LoadThreadOptions,
  ThreadPlan,
  ThreadReport,
  ThreadRunOptions,
} from "./_load_thread.ts";
import { LoadTally } from "./_load_tally.ts";
import type { Share } from "./_schedule.ts";
import type {
  ThreadAnswer,
  ThreadMessage,
  ThreadOrder,
} from "./_thread_messages.ts";
import { type LoadSecond, reviveSecond } from "./load_series.ts";
import type { TargetSpecification } from "./target_specification.ts";

const PROGRAM = import.meta.resolve("./_load_worker.ts");

/** Makes a part of the load in a Web Worker. */
export class WorkerLoadThread implements LoadThread {
  readonly #worker = new Worker(PROGRAM, { type: "module" });
  #answer = Promise.withResolvers<ThreadAnswer>();
  #onSecond: (second: LoadSecond) => void = () => {};
  /** Why the worker is of no use any more, if it is not. */
  #failure: Error | undefined;

  private constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<ThreadMessage>) => {
      if (data.kind === "second") this.#onSecond(reviveSecond(data.second));
      else if (data.kind === "broken") this.#fail(data.message);
      else this.#answer.resolve(data);
    };
    this.#worker.onerror = (event) => {
      // It would end this program, too.
      event.preventDefault();
      this.#fail(event.message);
    };
  }

  /**
   * Starts the worker, and resolves when each connection was tried once, or it is
   * interrupted.
   */
  static async start(
    target: TargetSpecification,
    share: Share,
    options: LoadThreadOptions,
    signal: AbortSignal,
  ): Promise<WorkerLoadThread> {
    const thread = new WorkerLoadThread();
    try {
      await thread.#askUntil(signal, { kind: "start", target, share, options });
      return thread;
    } catch (error) {
      thread.#worker.terminate();
      throw error;
    }
  }

  /** Runs its share of a plan, and resolves with what it saw. */
  async run(
    plan: ThreadPlan,
    { signal, onSecond }: ThreadRunOptions,
  ): Promise<ThreadReport> {
    this.#onSecond = onSecond;
    const answer = await this.#askUntil(signal, { kind: "run", plan });
    if (answer.kind !== "ran") {
      throw new Error("a thread of the load said nothing of its run");
    }
    return {
      tally: LoadTally.revive(answer.tally),
      connections: ConnectionLog.revive(answer.connections),
      elapsed: answer.elapsed,
    };
  }

  /** Closes the connections, and ends the worker. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#ask({ kind: "close" });
    } catch (error) {
      // One that has ended is closed, and its run has told why.
      if (error !== this.#failure) throw error;
    } finally {
      this.#worker.terminate();
    }
  }

  /** Asks for what a signal ends early. */
  async #askUntil(
    signal: AbortSignal,
    order: ThreadOrder,
  ): Promise<ThreadAnswer> {
    const abort = (): void => this.#tell({ kind: "abort" });
    signal.addEventListener("abort", abort, { once: true });
    try {
      const answer = this.#ask(order);
      if (signal.aborted) abort();
      return await answer;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  #fail(message: string): void {
    this.#failure = new Error(`a thread of the load ended: ${message}`);
    this.#answer.reject(this.#failure);
  }

  async #ask(order: ThreadOrder): Promise<ThreadAnswer> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#answer = Promise.withResolvers();
    this.#tell(order);
    const answer = await this.#answer.promise;
    if (answer.kind === "failed") throw new Error(answer.message);
    return answer;
  }

  #tell(order: ThreadOrder): void {
    this.#worker.postMessage(order);
  }
}
