import { isByteStream } from "../rpc/byte_stream.ts";

/** How much is read at once, if the stream lets its reader bring the memory. */
const READ_AT_ONCE = 1024 * 1024;

/**
 * Reads a stream to its end and returns how many bytes came. A stream of bytes is
 * read into the same memory again and again.
 *
 * @example Count what a server sends
 * ```ts
 * import { countBytes, createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * const file = await connection.root.downloadFileStreamed(1_000_000);
 * assertEquals(await countBytes(file), 1_000_000);
 * ```
 */
export async function countBytes(
  stream: ReadableStream<Uint8Array>,
): Promise<number> {
  let bytes = 0;
  if (!isByteStream(stream)) {
    for await (const { length } of stream) bytes += length;
    return bytes;
  }
  const reader = stream.getReader({ mode: "byob" });
  let piece = new Uint8Array(READ_AT_ONCE);
  for (;;) {
    const read = await reader.read(piece);
    if (read.done) return bytes;
    bytes += read.value.length;
    piece = new Uint8Array(read.value.buffer);
  }
}
