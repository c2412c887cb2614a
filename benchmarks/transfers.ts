import { BINARY_UNITS, formatBytes } from "../units/units.ts";
import type { BenchmarkOptions } from "./benchmark_base.ts";
import type { ConnectionFactory } from "./connections.ts";

/** How bytes go up and down over a connection. */
export interface TransferOptions<Connection> extends BenchmarkOptions {
  /** Makes the one connection that all transfers use. */
  readonly connectionFactory: ConnectionFactory<Connection>;
  /** Sends bytes as one value; resolves when the server has all of them. */
  readonly uploadFunc: (
    connection: Connection,
    data: Uint8Array<ArrayBuffer>,
  ) => Promise<unknown>;
  /** Fetches `size` bytes as one value; resolves with them, or with how many came. */
  readonly downloadFunc: (
    connection: Connection,
    size: number,
  ) => Promise<Uint8Array | ArrayBuffer | number>;
}

/** A size as none other is called: `"1 KiB"`, `"1025 B"`. */
export function nameOfSize(bytes: number): string {
  const rounded = formatBytes(bytes);
  const [number, unit] = rounded.split(" ");
  const power = BINARY_UNITS.findIndex((it) => it === unit);
  return Number(number) * 1024 ** power === bytes ? rounded : `${bytes} B`;
}

/** How many bytes a download brought. */
export function byteLength(data: Uint8Array | ArrayBuffer | number): number {
  return typeof data === "number" ? data : data.byteLength;
}

/** Throws unless a transfer brought as many bytes as it should. */
export function requireLength(length: number, expected: number): void {
  if (length === expected) return;
  throw new Error(`of ${expected} bytes, ${length} arrived`);
}

/** How many bytes there are in all chunks. */
export function totalLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
