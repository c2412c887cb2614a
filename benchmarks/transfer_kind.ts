import type { TransferType } from "./result_document.ts";

/** Which transfers one duration belongs to. */
export interface TransferKind {
  /** Whole, in chunks or as a stream, up or down. */
  readonly type: TransferType;
  /** Bytes in the file. */
  readonly fileSize: number;
  /** Bytes in a chunk; `null` if the file does not go in chunks. */
  readonly chunkSize: number | null;
}
