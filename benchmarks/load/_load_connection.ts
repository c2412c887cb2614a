import { timerDelay } from "../../rpc/arguments.ts";
import type { ConnectionLog } from "./_connection_log.ts";
import { LoadTimeoutError } from "./failure_kind.ts";
import type { Target, TargetConnection, Transferred } from "./target.ts";

/** What a {@linkcode LoadConnection} works with. */
export interface LoadConnectionOptions {
  readonly target: Target;
  /** Seconds until a request or an attempt to connect is given up. */
  readonly timeout: number;
  readonly log: ConnectionLog;
}

/** A request that has no answer yet. */
interface Pending {
  readonly since: number;
  readonly reject: (reason: Error) => void;
}

/** Milliseconds between two attempts to connect to a target that is of no use. */
const PAUSE = 100;
/** A target that gives requests up by itself keeps its connection: it goes first. */
const PATIENCE = 1.1;

/** One connection of the load, which is made anew when it breaks. */
export class LoadConnection implements AsyncDisposable {
  readonly #options: LoadConnectionOptions;
  readonly #pending = new Set<Pending>();
  readonly #closing = new Set<Promise<void>>();
  #connection: TargetConnection | undefined;
  #downBecause: unknown = new Error("the connection was never made");
  #reconnecting: Promise<void> | undefined;
  /** Ends the latest attempt to connect. */
  #attempt = new AbortController();
  /** Whether the last connection had an answer to give. */
  #wasOfUse = true;
  #closed = false;

  /** Connects to nothing yet. */
  constructor(options: LoadConnectionOptions) {
    this.#options = options;
  }

  /** Whether requests can be made. */
  get up(): boolean {
    return this.#connection !== undefined && this.#connection.usable !== false;
  }

  /** Why it is not up. */
  get downBecause(): unknown {
    return this.#downBecause;
  }

  /** Tries to connect, once; whoever asks meanwhile waits for the same attempt. */
  reconnect(): Promise<void> {
    return this.#reconnecting ??= this.#reconnect().finally(() =>
      this.#reconnecting = undefined
    );
  }

  /** Makes a request; rejects at once if the connection is not up. */
  request(): Promise<Transferred | void> {
    const connection = this.#connection;
    if (connection === undefined || connection.usable === false) {
      this.#drop(new Error("the connection was closed"));
      return Promise.reject(this.#downBecause);
    }
    return new Promise((resolve, reject) => {
      const pending = { since: performance.now(), reject };
      this.#pending.add(pending);
      Promise.try(() => connection.request()).then((transferred) => {
        this.#pending.delete(pending);
        this.#wasOfUse = true;
        resolve(transferred);
      }, (error) => {
        this.#pending.delete(pending);
        if (connection.usable === false && connection === this.#connection) {
          this.#drop(error);
        }
        reject(error);
      });
    });
  }

  /** Gives up what has waited for an answer for too long, and its connection. */
  abandonOverdue(): void {
    const { timeout } = this.#options;
    const latest = performance.now() - timeout * PATIENCE * 1000;
    for (const pending of this.#pending) {
      // They are in the order in which they were sent.
      if (pending.since > latest) return;
      this.#pending.delete(pending);
      const error = new LoadTimeoutError(`no answer within ${timeout} s`);
      pending.reject(error);
      this.#drop(error);
    }
  }

  /** Gives up all that has no answer. */
  abandonAll(reason: Error): void {
    if (this.#pending.size === 0) return;
    for (const { reject } of this.#pending) reject(reason);
    this.#pending.clear();
    this.#drop(reason);
  }

  /** Closes the connection, for good. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const reason = new Error("the connection is closed");
    this.#drop(reason);
    this.#attempt.abort(reason);
    await this.#reconnecting;
    await Promise.all(this.#closing);
  }

  async #reconnect(): Promise<void> {
    if (this.up) return;
    this.#drop(this.#downBecause);
    if (!this.#wasOfUse) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    if (this.#closed) return;
    this.#wasOfUse = false;
    const start = performance.now();
    try {
      const connection = await this.#connectInTime();
      this.#options.log.times.record((performance.now() - start) / 1000);
      this.#connection = connection;
      if (this.#closed) this.#drop(new Error("the connection is closed"));
    } catch (error) {
      this.#downBecause = error;
      if (!this.#closed) this.#options.log.fail(error);
    }
  }

  #connectInTime(): Promise<TargetConnection> {
    const { target, timeout } = this.#options;
    const attempt = this.#attempt = new AbortController();
    const { signal } = attempt;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          attempt.abort(
            new LoadTimeoutError(`no connection within ${timeout} s`),
          ),
        timerDelay(timeout * 1000),
      );
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
      Promise.try(() => target.connect(signal)).then((connection) => {
        if (signal.aborted) this.#close(connection);
        else resolve(connection);
      }, reject).finally(() => clearTimeout(timer));
    });
  }

  #drop(reason: unknown): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#connection = undefined;
    this.#downBecause = reason;
    this.#close(connection);
  }

  /** Nobody waits for it but who closes this. */
  #close(connection: TargetConnection): void {
    const closing = Promise.try(() => connection[Symbol.asyncDispose]())
      .catch((error) => this.#options.log.errors.add(error))
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
