/**
 * What a client asks of the floor's server: nine bytes, a letter and a length.
 * An order to echo holds for the rest of the connection.
 */
export type FloorOrder =
  /** Sends back whatever comes. */
  | { readonly kind: "echo" }
  /** Receives `length` bytes into one fresh buffer, and answers with one byte. */
  | { readonly kind: "keep"; readonly length: number }
  /** Receives `length` bytes over and over into one small buffer; answers with one byte. */
  | { readonly kind: "discard"; readonly length: number }
  /** Sends `length` bytes. */
  | { readonly kind: "send"; readonly length: number };

/** How many bytes an order has. */
export const ORDER_LENGTH = 9;

/** The size of the small buffers of the floor, on both ends. */
export const FLOOR_BUFFER_LENGTH = 64 * 1024;

const KINDS = ["echo", "keep", "discard", "send"] as const;

/** Encodes an order. */
export function encodeOrder(order: FloorOrder): Uint8Array {
  const bytes = new Uint8Array(ORDER_LENGTH);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, KINDS.indexOf(order.kind));
  view.setFloat64(1, order.kind === "echo" ? 0 : order.length);
  return bytes;
}

/** Decodes an order; throws a `RangeError` for one that there is not. */
export function decodeOrder(bytes: Uint8Array): FloorOrder {
  const view = new DataView(bytes.buffer, bytes.byteOffset, ORDER_LENGTH);
  const kind = KINDS[view.getUint8(0)];
  const length = view.getFloat64(1);
  if (kind === undefined || !Number.isSafeInteger(length) || length < 0) {
    throw new RangeError(`no order begins with ${bytes}`);
  }
  return kind === "echo" ? { kind } : { kind, length };
}

/** Fills `target`; resolves with `false` if the end comes before its first byte. */
export async function readFully(
  connection: Deno.Conn,
  target: Uint8Array,
): Promise<boolean> {
  for (let filled = 0; filled < target.length;) {
    const read = await connection.read(target.subarray(filled));
    if (read === null) {
      if (filled === 0) return false;
      throw new Deno.errors.UnexpectedEof("the floor's connection ended early");
    }
    filled += read;
  }
  return true;
}

/** Writes all of `bytes`. */
export async function writeFully(
  connection: Deno.Conn,
  bytes: Uint8Array,
): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await connection.write(bytes.subarray(written));
  }
}

/** Reads `length` bytes into `buffer`, over and over. */
export async function discard(
  connection: Deno.Conn,
  length: number,
  buffer: Uint8Array,
): Promise<void> {
  for (let left = length; left > 0;) {
    const read = await connection.read(
      buffer.subarray(0, Math.min(left, buffer.length)),
    );
    if (read === null) {
      throw new Deno.errors.UnexpectedEof("the floor's connection ended early");
    }
    left -= read;
  }
}
