import { Tag } from "cbor-x/index-no-eval";
import { errorParts } from "./error_values.ts";
import type { Limits } from "./limits.ts";
import {
  NOTHING_PASSED,
  type Passed,
  type PassedValue,
  type Passing,
} from "./passing.ts";
import { isPlainObject } from "./plain_objects.ts";
import { RemoteNode } from "./remote_node.ts";
import { NO_VIEW, UINT8_ARRAY, ValueTag, VIEWS } from "./value_tags.ts";

/**
 * Byte arrays of at least this many bytes travel as attachments: below it, a
 * copy into the envelope costs less than a write of their own.
 */
export const ATTACHMENT_THRESHOLD = 4096;

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

/**
 * Turns the values of one message into what the codec and
 * `ValueUnpacker` understand, and collects their attachments.
 *
 * Objects are numbered in the order in which they are met. One that is met
 * again, as in a cycle, is sent as its number.
 */
export class ValuePacker {
  /** The byte arrays to send behind the envelope, in order. */
  readonly attachments: Uint8Array[] = [];
  /** How many items were counted. */
  items = 0;
  readonly #limits: Limits;
  readonly #passing: Passing | undefined;
  #passed = NOTHING_PASSED;
  readonly #seen = new Map<object, number>();
  readonly #path: (string | number)[] = [];

  /**
   * Packs values for a peer with the given limits; without `passing`, nothing
   * can be passed by reference.
   */
  constructor(limits: Limits, passing?: Passing) {
    this.#limits = limits;
    this.#passing = passing;
  }

  /** What was passed by reference so far. */
  get passed(): Passed {
    return this.#passed;
  }

  /** Counts items as the other end will; throws a `RangeError` for too many. */
  count(items: number): void {
    this.items += items;
    if (this.items <= this.#limits.itemCount) return;
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

  /** Packs an argument, which may be the answer to another request of its frame. */
  packArgument(value: unknown, name: string): unknown {
    if (
      typeof value !== "function" ||
      RemoteNode.of(value)?.origin.kind !== "answer"
    ) return this.pack(value, name);
    this.#path.length = 0;
    this.#path.push(name);
    const passed = this.#pass(value);
    if (passed?.kind !== "answer") {
      throw this.#unsendable("no longer an answer");
    }
    return this.#tag([passed.id, ...passed.path], ValueTag.answer);
  }

  #pack(value: unknown): unknown {
    switch (typeof value) {
      case "boolean":
      case "undefined":
        return value;
      case "number":
        return Object.is(value, -0) ? new Tag(0, ValueTag.negativeZero) : value;
      case "string":
        return isPlainText(value)
          ? value
          : new Tag(utf16Bytes(value), ValueTag.utf16Text);
      case "bigint":
        return BigInt.asUintN(64, value) === value
          ? value
          : new Tag(hexadecimal(value), ValueTag.largeInteger);
      case "object":
        return value === null ? null : this.#packObject(value);
      case "function":
        return this.#packObject(value);
      default:
        throw this.#unsendable(`a ${typeof value}`);
    }
  }

  #packObject(object: object): unknown {
    const number = this.#seen.get(object);
    if (number !== undefined) return new Tag(number, ValueTag.seenBefore);
    this.#seen.set(object, this.#seen.size);
    if (typeof object === "function") return this.#packPassed(object);
    if (Array.isArray(object)) return this.#packArray(object);
    if (isPlainObject(object)) return this.#packPlainObject(object);
    if (object instanceof Date) return new Tag(object.getTime(), ValueTag.date);
    if (object instanceof Map) {
      return new Tag(this.#packArray([...object].flat()), ValueTag.map);
    }
    if (object instanceof Set) {
      return new Tag(this.#packArray([...object]), ValueTag.set);
    }
    if (object instanceof RegExp) {
      return this.#tag(
        [this.#pack(object.source), object.flags],
        ValueTag.regExp,
      );
    }
    if (object instanceof Error) return this.#packError(object);
    if (object instanceof ArrayBuffer || ArrayBuffer.isView(object)) {
      return this.#packBinary(object);
    }
    return this.#packPassed(object);
  }

  #packPassed(object: object): Tag {
    const passed = this.#pass(object);
    switch (passed?.kind) {
      case "reference":
        return this.#tag(
          [passed.id, passed.callable, this.#pack(passed.name)],
          ValueTag.reference,
        );
      case "returned":
        return new Tag(passed.id, ValueTag.returned);
      case "stream":
        return this.#tag([passed.id, passed.bytes], ValueTag.stream);
      case "answer":
        throw this.#unsendable(
          "the answer of a call, which nobody has awaited",
        );
      case undefined:
        throw this.#unsendable(
          typeof object === "function"
            ? "a function"
            : `an instance of ${className(object)}`,
        );
    }
  }

  #pass(object: object): PassedValue | undefined {
    if (this.#passing === undefined) return undefined;
    if (this.#passed === NOTHING_PASSED) {
      this.#passed = { references: [], streams: [] };
    }
    try {
      return this.#passing.pass(object, this.#passed);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw this.#unsendable(error.message);
    }
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
    return new Tag(packed, ValueTag.entries);
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
    return this.#tag(parts, ValueTag.error);
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
      return this.#tag([kind, bytes.length], ValueTag.attachment);
    }
    return kind === UINT8_ARRAY
      ? bytes
      : this.#tag([kind, bytes], ValueTag.binary);
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

/** Whether the codec keeps a property of this name. */
function isPlainKey(key: string): boolean {
  return key !== "__proto__" && isPlainText(key);
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

function utf16Bytes(value: string): Uint8Array {
  const units = new Uint16Array(value.length);
  for (let i = 0; i < units.length; i++) units[i] = value.charCodeAt(i);
  return new Uint8Array(units.buffer);
}

/** Hexadecimal converts in linear time both ways, however long it is. */
function hexadecimal(value: bigint): string {
  return value < 0n ? `-${(-value).toString(16)}` : value.toString(16);
}
