import type { Transport } from "../../rpc/mod.ts";

/** A transport without a network, whose pieces the test decides. */
export class BytePipe implements Transport {
  readonly peer = "pipe:0";
  /** Every piece that was written, as it was handed over. */
  readonly written: Uint8Array[] = [];
  /** How many bytes of a piece a write takes. */
  takes = Infinity;
  /** What writing fails with from now on. */
  failure: Error | undefined;
  readonly #incoming: Uint8Array;
  readonly #pieceLength: () => number;
  #read = 0;

  /** Brings `incoming` in pieces of at most `pieceLength` bytes, then the end. */
  constructor(
    incoming: Uint8Array = new Uint8Array(0),
    pieceLength: () => number = () => Infinity,
  ) {
    this.#incoming = incoming;
    this.#pieceLength = pieceLength;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    if (this.#read === this.#incoming.length) return Promise.resolve(null);
    const length = Math.min(buffer.length, this.#pieceLength());
    const piece = this.#incoming.subarray(this.#read, this.#read + length);
    buffer.set(piece);
    this.#read += piece.length;
    return Promise.resolve(piece.length);
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    // As a socket does with memory that is gone.
    if (bytes.length === 0) return Promise.resolve(0);
    const taken = bytes.slice(0, this.takes);
    this.written.push(taken);
    return Promise.resolve(taken.length);
  }

  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {}

  /** All that was written, in one piece. */
  joined(): Uint8Array {
    return joined(this.written);
  }
}

/** Pieces one after another. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const whole = new Uint8Array(length);
  let position = 0;
  for (const piece of pieces) {
    whole.set(piece, position);
    position += piece.length;
  }
  return whole;
}
