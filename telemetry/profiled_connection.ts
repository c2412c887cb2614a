import type {
  CallOptions,
  ConnectionLostError,
  Remote,
  RpcConnection,
} from "../rpc/mod.ts";
import type { CallRecord } from "./call_record.ts";
import { deepCallNotice, slowCallNotice } from "./call_notices.ts";
import { RpcTelemetry } from "./rpc_telemetry.ts";

/** How a connection is profiled; every option has a default. */
export interface ProfileOptions {
  /** Who records its calls. Default: a new telemetry of its own. */
  readonly telemetry?: RpcTelemetry;
  /** Whether each slow call is printed as soon as it has ended. Default `false`. */
  readonly autoPrintOnSlow?: boolean;
  /** Whether each deep call is printed as soon as it is made. Default `false`. */
  readonly autoPrintOnDeep?: boolean;
}

/**
 * A connection whose calls are recorded, and used like any other.
 *
 * It owns the connection: closing one closes the other. What is printed at once
 * goes to stderr.
 *
 * @example Profile a connection
 * ```ts
 * import { ProfiledConnection } from "@x/rpcbench/telemetry";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using profiled = new ProfiledConnection(
 *   await createRpcConnection(server),
 * );
 * await profiled.root.ping();
 * assertEquals(profiled.telemetry.statistics().total_calls, 1);
 * ```
 */
export class ProfiledConnection<Service extends object = object>
  implements AsyncDisposable {
  /** The connection itself; what is called through it is recorded as well. */
  readonly connection: RpcConnection<Service>;
  /** Who records the calls. */
  readonly telemetry: RpcTelemetry;
  readonly #observation: Disposable;

  /** Records the calls of a connection from now on. */
  constructor(
    connection: RpcConnection<Service>,
    options: ProfileOptions = {},
  ) {
    const {
      telemetry = new RpcTelemetry(),
      autoPrintOnSlow = false,
      autoPrintOnDeep = false,
    } = options;
    this.connection = connection;
    this.telemetry = telemetry;
    this.#observation = connection.observe({
      connected: (watched) =>
        telemetry.connected(watched, {
          onSlowCall: autoPrintOnSlow ? printSlowCall : undefined,
          onDeepCall: autoPrintOnDeep ? printDeepCall : undefined,
        }),
    });
  }

  /** The other end's service: `await profiled.root.method(…)`. */
  get root(): Remote<Service> {
    return this.connection.root;
  }

  /** Resolves when the connection has ended, with the reason if it was lost. */
  get closed(): Promise<ConnectionLostError | undefined> {
    return this.connection.closed;
  }

  /** The other end's address, as `"127.0.0.1:18812"`. */
  get peer(): string {
    return this.connection.peer;
  }

  /** The other end's service, with options for the calls made through it. */
  with(options: CallOptions): Remote<Service> {
    return this.connection.with(options);
  }

  /** Lets all calls that `build` makes leave in one frame; see `RpcConnection`. */
  batch<Result>(build: (root: Remote<Service>) => Result): Result {
    return this.connection.batch(build);
  }

  /** Calls a method by its name, for callers that know it only at run time. */
  call(
    method: string,
    args: readonly unknown[] = [],
    options: CallOptions = {},
  ): Promise<unknown> {
    return this.connection.call(method, args, options);
  }

  /** Stops recording, and leaves the connection open. */
  stop(): void {
    this.#observation[Symbol.dispose]();
  }

  /** Closes the connection; calls in flight reject with `ConnectionLostError`. */
  close(): Promise<void> {
    return this.connection.close();
  }

  /** Stops recording, and closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    // It hears of the calls that the closing ends.
    await this.close();
    this.stop();
  }
}

function printSlowCall(call: CallRecord): void {
  console.error(slowCallNotice(call));
}

function printDeepCall(call: CallRecord): void {
  console.error(deepCallNotice(call));
}
