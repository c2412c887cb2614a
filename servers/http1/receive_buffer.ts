import { ProtocolError } from "../../rpc/mod.ts";
import { CR, LF, quote } from "./syntax.ts";

/** As much is read at once; no line may be longer. */
const LENGTH = 64 * 1024;

/** Bytes that were received and not yet looked at, in memory that is used again. */
export class ReceiveBuffer {
  /** The memory; what counts of it is from `start` to before `end`. */
  readonly bytes = new Uint8Array(LENGTH);
  start = 0;
  end = 0;
  /** Where the line that {@linkcode ReceiveBuffer.nextLine} found begins. */
  lineStart = 0;
  /** Where its line end begins. */
  lineEnd = 0;
  /** No line ends between `start` and here. */
  #scanned = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.end - this.start;
  }

  /** Where the next bytes belong; never empty. */
  space(): Uint8Array {
    if (this.start === this.end) {
      this.start = this.end = this.#scanned = 0;
      return this.bytes;
    }
    if (this.end === LENGTH) {
      this.bytes.copyWithin(0, this.start, this.end);
      this.#scanned = Math.max(this.#scanned - this.start, 0);
      this.end -= this.start;
      this.start = 0;
    }
    return this.bytes.subarray(this.end);
  }

  /** Counts bytes that were put into the space. */
  advance(count: number): void {
    this.end += count;
  }

  /**
   * Takes a line, if a whole one has come: from `lineStart` to before `lineEnd`.
   *
   * @throws {ProtocolError} for a line that does not end in CR LF, or not soon.
   */
  nextLine(): boolean {
    const { bytes, start, end } = this;
    // A loop, since lines are short: a call into the engine costs more.
    let at = Math.max(this.#scanned, start);
    while (at < end && bytes[at] !== LF) at++;
    this.#scanned = at;
    if (at === end) {
      if (end - start < LENGTH) return false;
      throw new ProtocolError(
        `the server sent a line of more than ${LENGTH} bytes: ${
          quote(bytes, start, end)
        }`,
      );
    }
    if (at === start || bytes[at - 1] !== CR) {
      throw new ProtocolError(
        `the server sent a line that does not end in CR LF: ${
          quote(bytes, start, at + 1)
        }`,
      );
    }
    this.lineStart = start;
    this.lineEnd = at - 1;
    this.start = this.#scanned = at + 1;
    return true;
  }
}
