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
import type { LoadSecond } from "./load_series.ts";
import type { TargetSpecification } from "./target_specification.ts";

const PROGRAM = import.meta.resolve("./_load_worker.ts");

/** Makes a part of the load in a Web Worker. */
export class WorkerLoadThread implements LoadThread {
  readonly #worker = new Worker(PROGRAM, { type: "module" });
  #answer = Promise.withResolvers<ThreadAnswer>();
  #onSecond: (second: LoadSecond) => void = () => {};

  private constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<ThreadMessage>) => {
      if (data.kind === "second") this.#onSecond(data.second);
      else this.#answer.resolve(data);
    };
    this.#worker.onerror = (event) => {
      // It would end this program, too.
      event.preventDefault();
      this.#answer.reject(
        new Error(`a thread of the load ended: ${event.message}`),
      );
    };
  }

  /** Starts the worker, and resolves when each connection was tried once. */
  static async start(
    target: TargetSpecification,
    share: Share,
    options: LoadThreadOptions,
  ): Promise<WorkerLoadThread> {
    const thread = new WorkerLoadThread();
    try {
      await thread.#ask({ kind: "start", target, share, options });
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
    const abort = (): void => this.#tell({ kind: "abort" });
    signal.addEventListener("abort", abort, { once: true });
    try {
      const running = this.#ask({ kind: "run", plan });
      if (signal.aborted) abort();
      const answer = await running;
      if (answer.kind !== "ran") {
        throw new Error("a thread of the load said nothing of its run");
      }
      return {
        tally: LoadTally.revive(answer.tally),
        connections: ConnectionLog.revive(answer.connections),
      };
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** Closes the connections, and ends the worker. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#ask({ kind: "close" });
    } finally {
      this.#worker.terminate();
    }
  }

  async #ask(order: ThreadOrder): Promise<ThreadAnswer> {
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
