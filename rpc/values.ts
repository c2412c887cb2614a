import { Tag } from "cbor-x/index-no-eval";
import { errorFromParts, errorParts } from "./error_values.ts";
import { ProtocolError } from "./errors.ts";
import type { Limits } from "./limits.ts";

/**
 * What CBOR has no plain form for travels as one of our own tags, so that
 * nothing hangs on a decoder's idea of it and no other tag is ever accepted.
 */
const FIRST_TAG = 0xa000;
const MAP = FIRST_TAG,
  SET = FIRST_TAG + 1,
  DATE = FIRST_TAG + 2,
  REGEXP = FIRST_TAG + 3,
  ERROR = FIRST_TAG + 4,
  BINARY = FIRST_TAG + 5,
  ATTACHMENT = FIRST_TAG + 6,
  LARGE_INTEGER = FIRST_TAG + 7,
  NEGATIVE_ZERO = FIRST_TAG + 8,
  UTF16_TEXT = FIRST_TAG + 9,
  ENTRIES = FIRST_TAG + 10,
  SEEN_BEFORE = FIRST_TAG + 11;

/** The first and the last tag that this module writes. */
export const VALUE_TAGS: readonly [number, number] = [FIRST_TAG, SEEN_BEFORE];

/**
 * Byte arrays of at least this many bytes travel as attachments: below it, a
 * copy into the envelope costs less than a write of their own.
 */
export const ATTACHMENT_THRESHOLD = 4096;

/** A class of views on binary data. */
interface ViewClass {
  new (buffer: ArrayBuffer): ArrayBufferView;
  readonly BYTES_PER_ELEMENT?: number;
}

/** The views of binary data; on the wire each is its place in this list. */
const VIEWS: readonly ViewClass[] = [
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
const UINT8_ARRAY = VIEWS.indexOf(Uint8Array);
/** What a bare `ArrayBuffer` is on the wire. */
const NO_VIEW = VIEWS.length;

const BYTE_ORDER_MARK = 0xfeff;

/** Whether `value` is itself on the wire, without packing. */
export function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case "boolean":
    case "undefined":
      return true;
    case "number":
      return !Object.is(value, -0);
    case "string":
      return isPlainText(value);
    default:
      return value === null;
  }
}

/** Whether the codec keeps every character: it drops a byte order mark in front. */
function isPlainText(text: string): boolean {
  return text.isWellFormed() && text.charCodeAt(0) !== BYTE_ORDER_MARK;
}

/** Whether the codec keeps a property of this name. */
function isPlainKey(key: string): boolean {
  return key !== "__proto__" && isPlainText(key);
}

/**
 * Turns the values of one message into what the codec and
 * {@linkcode ValueUnpacker} understand, and collects their attachments.
 *
 * Objects are numbered in the order in which they are met. One that is met
 * again, as in a cycle, is sent as its number.
 */
export class ValuePacker {
  /** The byte arrays to send behind the envelope, in order. */
  readonly attachments: Uint8Array[] = [];
  readonly #limits: Limits;
  #items = 0;
  readonly #seen = new Map<object, number>();
  readonly #path: (string | number)[] = [];

  /** Packs values for a peer with the given limits. */
  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Counts items as the other end will; throws a `RangeError` for too many. */
  count(items: number): void {
    this.#items += items;
    if (this.#items <= this.#limits.itemCount) return;
    throw new RangeError(
      `a message has more than the ${this.#limits.itemCount} items that the other end accepts`,
    );
  }

  /**
   * Packs one value; `name` is what error messages call it.
   *
   * @throws {TypeError} for what cannot be sent, naming the path to it.
   * @throws {RangeError} for a value nested too deep, or with too many items.
   */
  pack(value: unknown, name: string): unknown {
    this.#path.length = 0;
    this.#path.push(name);
    return this.#pack(value);
  }

  #pack(value: unknown): unknown {
    switch (typeof value) {
      case "boolean":
      case "undefined":
        return value;
      case "number":
        return Object.is(value, -0) ? new Tag(0, NEGATIVE_ZERO) : value;
      case "string":
        return isPlainText(value)
          ? value
          : new Tag(utf16Bytes(value), UTF16_TEXT);
      case "bigint":
        return BigInt.asUintN(64, value) === value
          ? value
          : new Tag(hexadecimal(value), LARGE_INTEGER);
      case "object":
        return value === null ? null : this.#packObject(value);
      default:
        throw this.#unsendable(`a ${typeof value}`);
    }
  }

  #packObject(object: object): unknown {
    const number = this.#seen.get(object);
    if (number !== undefined) return new Tag(number, SEEN_BEFORE);
    this.#seen.set(object, this.#seen.size);
    if (Array.isArray(object)) return this.#packArray(object);
    if (isPlainObject(object)) return this.#packPlainObject(object);
    if (object instanceof Date) return new Tag(object.getTime(), DATE);
    if (object instanceof Map) {
      return new Tag(this.#packArray([...object].flat()), MAP);
    }
    if (object instanceof Set) {
      return new Tag(this.#packArray([...object]), SET);
    }
    if (object instanceof RegExp) {
      return this.#tag([this.#pack(object.source), object.flags], REGEXP);
    }
    if (object instanceof Error) return this.#packError(object);
    if (object instanceof ArrayBuffer || ArrayBuffer.isView(object)) {
      return this.#packBinary(object);
    }
    throw this.#unsendable(`an instance of ${className(object)}`);
  }

  #packArray(array: readonly unknown[]): unknown[] {
    this.#enter();
    this.count(array.length);
    const packed = new Array<unknown>(array.length);
    for (let i = 0; i < array.length; i++) {
      packed[i] = this.#packAt(i, array[i]);
    }
    this.#depth--;
    return packed;
  }

  #packPlainObject(object: object): unknown {
    this.#enter();
    const entries = Object.entries(object);
    this.count(2 * entries.length);
    const packed = entries.every(([key]) => isPlainKey(key))
      ? this.#packProperties(entries)
      : this.#packEntries(entries);
    this.#depth--;
    return packed;
  }

  #packProperties(entries: readonly [string, unknown][]): object {
    const packed: Record<string, unknown> = {};
    for (const [key, value] of entries) {
      packed[key] = this.#packAt(key, value);
    }
    return packed;
  }

  #packEntries(entries: readonly [string, unknown][]): Tag {
    const packed: unknown[] = [];
    for (const [key, value] of entries) {
      packed.push(this.#pack(key), this.#packAt(key, value));
    }
    return new Tag(packed, ENTRIES);
  }

  #packError(error: Error): Tag {
    this.#enter();
    const parts = errorParts(error).map((part) => this.#pack(part));
    const cause = Object.hasOwn(error, "cause");
    if (cause) parts.push(this.#packAt("cause", error.cause));
    else if (error instanceof AggregateError) parts.push(undefined);
    if (error instanceof AggregateError) {
      parts.push(this.#packAt("errors", error.errors));
    }
    this.#depth--;
    return this.#tag(parts, ERROR);
  }

  #packBinary(binary: ArrayBuffer | ArrayBufferView): unknown {
    const kind = binary instanceof ArrayBuffer
      ? NO_VIEW
      : VIEWS.findIndex((type) => binary instanceof type);
    const memory = binary instanceof ArrayBuffer ? binary : binary.buffer;
    if (!(memory instanceof ArrayBuffer)) {
      throw this.#unsendable("memory shared by threads");
    }
    if (memory.detached) throw this.#unsendable("detached memory");
    const bytes = binary instanceof ArrayBuffer
      ? new Uint8Array(memory)
      : new Uint8Array(memory, binary.byteOffset, binary.byteLength);
    if (bytes.length >= ATTACHMENT_THRESHOLD) {
      this.attachments.push(bytes);
      return this.#tag([kind, bytes.length], ATTACHMENT);
    }
    return kind === UINT8_ARRAY ? bytes : this.#tag([kind, bytes], BINARY);
  }

  #tag(list: readonly unknown[], tag: number): Tag {
    this.count(list.length);
    return new Tag(list, tag);
  }

  #packAt(key: string | number, value: unknown): unknown {
    if (isPlain(value)) return value;
    this.#path.push(key);
    const packed = this.#pack(value);
    this.#path.pop();
    return packed;
  }

  #depth = 0;

  #enter(): void {
    if (++this.#depth <= this.#limits.nestingDepth) return;
    throw new RangeError(
      `${this.#where()} is nested deeper than the ${this.#limits.nestingDepth} levels that the other end accepts`,
    );
  }

  #unsendable(what: string): TypeError {
    return new TypeError(`${this.#where()} is ${what}, which cannot be sent`);
  }

  #where(): string {
    const [name, ...keys] = this.#path;
    const shown = keys.length > 12 ? [...keys.slice(0, 12), "…"] : keys;
    return `${name}${shown.map(accessor).join("")}`;
  }
}

/**
 * Turns decoded envelopes back into values; the reverse of
 * {@linkcode ValuePacker}.
 */
export class ValueUnpacker {
  /** Where the bytes behind the envelope go, in order; to be filled. */
  readonly attachments: Uint8Array[] = [];
  readonly #seen: unknown[] = [];
  #bytesLeft: number;

  /** Unpacks a message that is followed by `attachmentsLength` bytes. */
  constructor(attachmentsLength: number) {
    this.#bytesLeft = attachmentsLength;
  }

  /** Unpacks one value; throws a {@linkcode ProtocolError} for a malformed one. */
  unpack(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Tag) return this.#unpackTag(value);
    this.#seen.push(value);
    if (Array.isArray(value)) return this.#unpackItems(value);
    if (value instanceof Uint8Array) return value;
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === "object") Reflect.set(value, key, this.unpack(item));
    }
    return value;
  }

  /** Throws unless the attachments of all values are just those announced. */
  finish(): void {
    if (this.#bytesLeft !== 0) {
      throw new ProtocolError(
        `a frame has ${this.#bytesLeft} bytes of attachments that no value refers to`,
      );
    }
  }

  #unpackItems(items: unknown[]): unknown[] {
    for (let i = 0; i < items.length; i++) {
      if (typeof items[i] === "object") items[i] = this.unpack(items[i]);
    }
    return items;
  }

  #unpackTag({ tag, value }: { tag: number; value: unknown }): unknown {
    switch (tag) {
      case MAP: {
        const map = this.#see(new Map<unknown, unknown>());
        for (const [key, item] of pairs(this.#unpackItems(list(value)))) {
          map.set(key, item);
        }
        return map;
      }
      case SET: {
        const set = this.#see(new Set<unknown>());
        for (const item of this.#unpackItems(list(value))) set.add(item);
        return set;
      }
      case ENTRIES: {
        const object = this.#see({});
        for (const [key, item] of pairs(this.#unpackItems(list(value)))) {
          Object.defineProperty(object, text(key), {
            value: item,
            configurable: true,
            enumerable: true,
            writable: true,
          });
        }
        return object;
      }
      case DATE:
        return this.#see(new Date(number(value)));
      case REGEXP:
        return this.#see(regExp(this.#unpackItems(list(value))));
      case ERROR:
        return this.#unpackError(list(value));
      case BINARY: {
        const [kind, bytes] = list(value);
        if (!(bytes instanceof Uint8Array)) throw malformed("binary data");
        return this.#see(view(wholeNumber(kind), new Uint8Array(bytes)));
      }
      case ATTACHMENT: {
        const [kind, length] = list(value).map(wholeNumber);
        return this.#see(view(kind, this.#allocate(length)));
      }
      case LARGE_INTEGER:
        return largeInteger(text(value));
      case NEGATIVE_ZERO:
        return -0;
      case UTF16_TEXT:
        return utf16Text(value);
      case SEEN_BEFORE: {
        const index = wholeNumber(value);
        if (index >= this.#seen.length) throw malformed("a back reference");
        return this.#seen[index];
      }
      default:
        throw malformed(`the tag ${tag}`);
    }
  }

  #unpackError(parts: unknown[]): Error {
    if (parts.length < 4) throw malformed("an error");
    const [type, name, message, stack] = parts.slice(0, 4).map((part) =>
      text(this.unpack(part))
    );
    const error = this.#see(errorFromParts([type, name, message, stack]));
    if (parts.length > 4) {
      const cause = this.unpack(parts[4]);
      if (cause !== undefined || parts.length === 5) {
        hide(error, "cause", cause);
      }
    }
    if (parts.length > 5) hide(error, "errors", this.unpack(parts[5]));
    return error;
  }

  #allocate(length: number): Uint8Array<ArrayBuffer> {
    if (length > this.#bytesLeft) throw malformed("an attachment's length");
    this.#bytesLeft -= length;
    const bytes = new Uint8Array(length);
    this.attachments.push(bytes);
    return bytes;
  }

  #see<T>(object: T): T {
    this.#seen.push(object);
    return object;
  }
}

function isPlainObject(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

function className(object: object): string {
  const { constructor } = object;
  return typeof constructor === "function" && constructor.name !== ""
    ? constructor.name
    : "an unnamed class";
}

function accessor(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key)
    ? `.${key}`
    : `[${JSON.stringify(key)}]`;
}

function view(kind: number, bytes: Uint8Array<ArrayBuffer>): object {
  if (kind === UINT8_ARRAY) return bytes;
  if (kind === NO_VIEW) return bytes.buffer;
  const type = VIEWS[kind];
  if (type === undefined) throw malformed("a kind of binary data");
  if (bytes.length % (type.BYTES_PER_ELEMENT ?? 1) !== 0) {
    throw malformed("a typed array's length");
  }
  return new type(bytes.buffer);
}

function utf16Bytes(value: string): Uint8Array {
  const units = new Uint16Array(value.length);
  for (let i = 0; i < units.length; i++) units[i] = value.charCodeAt(i);
  return new Uint8Array(units.buffer);
}

/** Few enough to be the arguments of one call. */
const UNITS_AT_ONCE = 8192;

function utf16Text(value: unknown): string {
  if (!(value instanceof Uint8Array) || value.length % 2 !== 0) {
    throw malformed("text");
  }
  const units = new Uint16Array(new Uint8Array(value).buffer);
  let string = "";
  // One unit at a time would cost many times the memory of the text.
  for (let i = 0; i < units.length; i += UNITS_AT_ONCE) {
    string += String.fromCharCode(...units.subarray(i, i + UNITS_AT_ONCE));
  }
  return string;
}

function regExp([source, flags]: readonly unknown[]): RegExp {
  try {
    return new RegExp(text(source), text(flags));
  } catch (error) {
    throw malformed("a regular expression", error);
  }
}

/** Hexadecimal converts in linear time both ways, however long it is. */
function hexadecimal(value: bigint): string {
  return value < 0n ? `-${(-value).toString(16)}` : value.toString(16);
}

function largeInteger(digits: string): bigint {
  const match = /^(-?)([0-9a-f]+)$/.exec(digits);
  if (match === null) throw malformed("an integer");
  const magnitude = BigInt(`0x${match[2]}`);
  return match[1] === "-" ? -magnitude : magnitude;
}

function hide(error: Error, name: string, value: unknown): void {
  Object.defineProperty(error, name, {
    value,
    configurable: true,
    writable: true,
  });
}

function* pairs(items: readonly unknown[]): Generator<[unknown, unknown]> {
  if (items.length % 2 !== 0) throw malformed("a number of entries");
  for (let i = 0; i < items.length; i += 2) yield [items[i], items[i + 1]];
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed("a list");
}

function number(value: unknown): number {
  if (typeof value === "number") return value;
  throw malformed("a number");
}

function wholeNumber(value: unknown): number {
  const whole = number(value);
  if (Number.isSafeInteger(whole) && whole >= 0) return whole;
  throw malformed("a whole number");
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw malformed("text");
}

function malformed(what: string, cause?: unknown): ProtocolError {
  return new ProtocolError(`an envelope is malformed in ${what}`, { cause });
}
