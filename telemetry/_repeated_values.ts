import { fingerprint, itemsOf } from "./_fingerprint.ts";
import type { LineTotals } from "./_line_totals.ts";
import type { RecordedCall } from "./_recorded_call.ts";

/** A smaller value takes hardly longer to send than none: 64 KiB. */
export const LARGE_VALUE = 64 * 1024;
/** More large values than a program has at a time. */
const MOST_VALUES = 1000;
/** Values inside an argument that are looked at one by one. */
const MOST_PARTS = 32;

/** A large value that one end sent to the other, maybe more than once. */
export class RepeatedValue {
  /** Which way it went. */
  readonly direction: "sent" | "received";
  /** The line whose calls carried it first. */
  readonly line: LineTotals | undefined;
  /** Its size. */
  readonly bytes: number;
  /** How often it was carried. */
  times = 0;
  /** Seconds that all but the first of those calls took. */
  seconds = 0;

  /** Was not carried so far. */
  constructor(
    direction: RepeatedValue["direction"],
    line: LineTotals | undefined,
    bytes: number,
  ) {
    this.direction = direction;
    this.line = line;
    this.bytes = bytes;
  }

  /** A call that carried it has ended. */
  count({ duration = 0 }: RecordedCall): void {
    if (this.times > 0) this.seconds += duration / 1000;
    this.times++;
  }
}

/** Recognizes large values that are carried again. */
export class RepeatedValues implements Iterable<RepeatedValue> {
  readonly #values = new Map<string, RepeatedValue>();

  /** The large values among those that a call carries one way. */
  carry(
    direction: RepeatedValue["direction"],
    values: readonly unknown[],
    { bytesIn, bytesOut, origin }: RecordedCall,
  ): RepeatedValue[] {
    const bytes = direction === "sent" ? bytesOut : bytesIn;
    return largeParts(values, bytes).map(({ value, size }) => {
      const key = `${direction} ${size} ${fingerprint(value)}`;
      const known = this.#values.get(key) ??
        new RepeatedValue(direction, origin.line, size);
      // What was carried last is the last to be forgotten.
      this.#values.delete(key);
      this.#values.set(key, known);
      if (this.#values.size > MOST_VALUES) this.#forgetOldest();
      return known;
    });
  }

  /** All that are known, the ones carried last at the end. */
  [Symbol.iterator](): Iterator<RepeatedValue> {
    return this.#values.values();
  }

  #forgetOldest(): void {
    const { value, done } = this.#values.keys().next();
    if (!done) this.#values.delete(value);
  }
}

interface LargePart {
  readonly value: unknown;
  readonly size: number;
}

/** The large texts and byte arrays; if there are none, whatever fills the frame. */
function largeParts(values: readonly unknown[], bytes: number): LargePart[] {
  const parts = values.flatMap((value) => [value, ...partsOf(value)])
    .map((value) => ({ value, size: sizeOf(value) }))
    .filter(({ size }) => size >= LARGE_VALUE);
  if (parts.length > 0) return parts;
  return values.length === 0 ? [] : [{ value: values, size: bytes }];
}

function partsOf(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return [];
  return itemsOf(value).slice(0, MOST_PARTS);
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return value.byteLength;
  }
  return 0;
}
