/** As many span ids as eight hexadecimal digits can count. */
const MOST = 2 ** 32;

/** How many digits of an id are its recorder's. */
const PREFIX_LENGTH = 8;

/** Whether two spans were recorded by one and the same. */
export function isOfSameRecorder(
  id: string,
  other: string | undefined,
): boolean {
  return other?.slice(0, PREFIX_LENGTH) === id.slice(0, PREFIX_LENGTH);
}

/**
 * Hands out W3C ids that no other process hands out.
 *
 * Randomness is drawn once for all of them: drawing it for each call would cost
 * more than all else that is recorded of it.
 */
export class SpanIds {
  readonly #prefix = randomDigits(PREFIX_LENGTH / 2);
  readonly #tracePrefix = randomDigits(8);
  #count = 0;

  /** A new span id: 16 hexadecimal digits. */
  next(): string {
    this.#count = (this.#count + 1) % MOST;
    return this.#prefix + this.#count.toString(16).padStart(8, "0");
  }

  /** The id of the trace that begins with a span: 32 hexadecimal digits. */
  traceOf(spanId: string): string {
    return this.#tracePrefix + spanId;
  }

  /** Whether a span id is one of these. */
  has(spanId: string): boolean {
    return spanId.startsWith(this.#prefix);
  }
}

function randomDigits(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toHex();
}
