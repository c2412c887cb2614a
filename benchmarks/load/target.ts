import type { TableSizes } from "../../servers/mod.ts";

/** How many bytes a request moved, without the headers and frames around them. */
export interface Transferred {
  /** Bytes to the target. */
  readonly sent?: number;
  /** Bytes from the target. */
  readonly received?: number;
}

/** One connection to what is under load. */
export interface TargetConnection extends AsyncDisposable {
  /**
   * `false` once no request can be made any more; the generator then makes
   * another connection. Absent: always usable.
   */
  readonly usable?: boolean;
  /** What its tables and queues hold on this end. Absent: it has none. */
  readonly tables?: TableSizes;
  /**
   * Makes one request; resolves when all of the answer is here, and rejects for
   * a failure. One that takes too long is abandoned, and its connection disposed
   * of, which is to end what is under way.
   */
  request(): Promise<Transferred | void>;
}

/**
 * What is under load: anything that can be connected to and asked.
 *
 * @example Put a bare TCP server under load
 * ```ts
 * import { LoadGenerator, type Target } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const { port } = listener.addr;
 * const served = listener.accept().then((socket) =>
 *   socket.readable.pipeTo(socket.writable)
 * );
 * const echo: Target = {
 *   async connect() {
 *     const socket = await Deno.connect({ port });
 *     const answer = new Uint8Array(1);
 *     return {
 *       async request() {
 *         await socket.write(Uint8Array.of(1));
 *         if (await socket.read(answer) === null) throw new Error("closed");
 *       },
 *       async [Symbol.asyncDispose]() {
 *         await Promise.resolve(socket.close());
 *       },
 *     };
 *   },
 * };
 * {
 *   await using generator = await LoadGenerator.start({
 *     target: echo,
 *     connections: 1,
 *   });
 *   const measurement = await generator.run({ requests: 100 });
 *   assertEquals(measurement.toResult().total_requests, 100);
 * }
 * await served;
 * ```
 */
export interface Target {
  /** How many requests one connection takes at once. Default: any number. */
  readonly mostInFlight?: number;
  /**
   * Makes a connection; resolves when a request could leave at once. The signal
   * aborts when it takes too long.
   */
  connect(signal: AbortSignal): Promise<TargetConnection>;
}
