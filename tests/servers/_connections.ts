import type { RpcConnection } from "../../rpc/mod.ts";
import {
  type BenchmarkService,
  createRpcConnection,
  type RpcServer,
} from "../../servers/mod.ts";

/** Connections to one server that close together. */
export class Connections implements AsyncDisposable {
  readonly #connections: readonly RpcConnection<BenchmarkService>[];

  private constructor(
    connections: readonly RpcConnection<BenchmarkService>[],
  ) {
    this.#connections = connections;
  }

  /** Opens `count` connections at once. */
  static async open(server: RpcServer, count: number): Promise<Connections> {
    const { hostname, port } = server;
    // A forking server on a busy machine takes its time for so many processes.
    const options = { hostname, port, connectTimeout: 60 };
    return new Connections(
      await Promise.all(
        Array.from({ length: count }, () => createRpcConnection(options)),
      ),
    );
  }

  /** Calls over all connections at once. */
  map<Result>(
    call: (root: RpcConnection<BenchmarkService>["root"]) => Promise<Result>,
  ): Promise<Result[]> {
    return Promise.all(this.#connections.map(({ root }) => call(root)));
  }

  /** Closes them. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      this.#connections.map((connection) => connection.close()),
    );
  }
}
