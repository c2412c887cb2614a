/**
 * Bytes from anything that can be iterated asynchronously, passed as a stream
 * that its reader may read as bytes, into memory of its own: so that however
 * long it is, it costs neither end more memory than it began with.
 *
 * Pieces leave from the memory that they are in, which must not change any more.
 * A `ReadableStream` of type `"bytes"` need not be wrapped.
 *
 * @example Send the same piece many times, and count what comes
 * ```ts
 * import { ByteSource } from "@x/rpcbench/rpc";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * async function* pieces() {
 *   const piece = new Uint8Array(64 * 1024);
 *   for (let i = 0; i < 100; i++) yield piece;
 * }
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * assertEquals(
 *   await connection.root.uploadFileStreamed(new ByteSource(pieces())),
 *   100 * 64 * 1024,
 * );
 * ```
 */
export class ByteSource implements AsyncIterable<Uint8Array> {
  readonly #pieces: AsyncIterable<Uint8Array>;

  /** Takes the pieces, of any size. */
  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces;
  }

  /** The pieces. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#pieces[Symbol.asyncIterator]();
  }
}
