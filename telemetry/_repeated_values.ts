import { fingerprint, itemsOf } from "./_fingerprint.ts";
import type { LineTotals } from "./_line_totals.ts";

/** A smaller value takes hardly longer to send than none: 64 KiB. */
export const LARGE_VALUE = 64 * 1024;
/** More large values than a program has at a time. */
const MOST_VALUES = 1000;
/** Values inside an argument that are looked at one by one. */
const MOST_PARTS = 32;

/** A large value that one end sent to the other, maybe more than once. */
export interface RepeatedValue {
  /** Which way it went. */
  readonly direction: "sent" | "received";
  /** The line whose calls carried it first. */
  readonly line: LineTotals;
  /** Its size. */
  readonly bytes: number;
  /** How often it was carried. */
  times: number;
  /** Seconds that all but the first of those calls took. */
  seconds: number;
}

/** Recognizes large values that are carried again. */
export class RepeatedValues implements Iterable<RepeatedValue> {
  readonly #values = new Map<string, RepeatedValue>();

  /** Notes the large values among those that a frame of `bytes` bytes carries. */
  carry(
    direction: RepeatedValue["direction"],
    values: readonly unknown[],
    bytes: number,
    line: LineTotals,
  ): RepeatedValue[] {
    return largeParts(values, bytes).map(({ value, size }) => {
      const key = `${direction} ${size} ${fingerprint(value)}`;
      const known = this.#values.get(key) ??
        { direction, line, bytes: size, times: 0, seconds: 0 };
      known.times++;
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
