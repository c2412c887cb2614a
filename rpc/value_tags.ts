/**
 * What CBOR has no plain form for travels as one of our own tags, so that
 * nothing hangs on a decoder's idea of it and no other tag is ever accepted.
 */
const FIRST_TAG = 0xa000;
/** What each tag stands for; the number is its distance from the first. */
export const ValueTag = {
  map: FIRST_TAG,
  set: FIRST_TAG + 1,
  date: FIRST_TAG + 2,
  regExp: FIRST_TAG + 3,
  error: FIRST_TAG + 4,
  binary: FIRST_TAG + 5,
  attachment: FIRST_TAG + 6,
  largeInteger: FIRST_TAG + 7,
  negativeZero: FIRST_TAG + 8,
  utf16Text: FIRST_TAG + 9,
  /** An object with keys that the codec would change. */
  entries: FIRST_TAG + 10,
  /** An object that was met before, by its number. */
  seenBefore: FIRST_TAG + 11,
  /** An object or a function that stays with the sender. */
  reference: FIRST_TAG + 12,
  /** One that stays with the receiver, by the number under which it was lent. */
  returned: FIRST_TAG + 13,
  stream: FIRST_TAG + 14,
  /** The answer to another request of the same frame. */
  answer: FIRST_TAG + 15,
} as const;

/** The first and the last of these tags. */
export const VALUE_TAGS: readonly [number, number] = [
  ValueTag.map,
  ValueTag.answer,
];

/** A class of views on binary data. */
export interface ViewClass {
  /** Views all of a buffer. */
  new (buffer: ArrayBuffer): ArrayBufferView;
  /** Absent for `DataView`. */
  readonly BYTES_PER_ELEMENT?: number;
}

/** The views of binary data; on the wire each is its place in this list. */
export const VIEWS: readonly ViewClass[] = [
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
  Float16Array,
  Float32Array,
  Float64Array,
  DataView,
];
/** A `Uint8Array` on the wire. */
export const UINT8_ARRAY = VIEWS.indexOf(Uint8Array);
/** What a bare `ArrayBuffer` is on the wire. */
export const NO_VIEW = VIEWS.length;
