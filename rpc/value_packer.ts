import { Tag } from "cbor-x/index-no-eval";
import { errorParts } from "./error_values.ts";
import type { Limits } from "./limits.ts";
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
      default:
        throw this.#unsendable(`a ${typeof value}`);
    }
  }

  #packObject(object: object): unknown {
    const number = this.#seen.get(object);
    if (number !== undefined) return new Tag(number, ValueTag.seenBefore);
    this.#seen.set(object, this.#seen.size);
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
    throw this.#unsendable(`an instance of ${className(object)}`);
  }

  #packArray(array: readonly unknown[]): unknown[] {
    return this.#nested(() => {
      this.count(array.length);
      const packed = new Array<unknown>(array.length);
      for (let i = 0; i < array.length; i++) {
        packed[i] = this.#packAt(i, array[i]);
      }
      return packed;
    });
  }

  #packPlainObject(object: object): unknown {
    return this.#nested(() => {
      const entries = Object.entries(object);
      this.count(2 * entries.length);
      if (entries.some(([key]) => key === "__proto__" || !isPlainText(key))) {
        return new Tag(
          entries.flatMap((
            [key, value],
          ) => [this.#pack(key), this.#packAt(key, value)]),
          ValueTag.entries,
        );
      }
      const packed: Record<string, unknown> = {};
      for (const [key, value] of entries) {
        packed[key] = this.#packAt(key, value);
      }
      return packed;
    });
  }

  #packError(error: Error): Tag {
    return this.#nested(() => {
      const parts: unknown[] = errorParts(error).map((part) =>
        this.#pack(part)
      );
      const cause = Object.hasOwn(error, "cause");
      if (cause) parts.push(this.#packAt("cause", error.cause));
      else if (error instanceof AggregateError) parts.push(undefined);
      if (error instanceof AggregateError) {
        parts.push(this.#packAt("errors", error.errors));
      }
      return this.#tag(parts, ValueTag.error);
    });
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

  #nested<T>(pack: () => T): T {
    if (++this.#depth > this.#limits.nestingDepth) {
      throw new RangeError(
        `${this.#where()} is nested deeper than the ${this.#limits.nestingDepth} levels that the other end accepts`,
      );
    }
    const packed = pack();
    this.#depth--;
    return packed;
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

function utf16Bytes(value: string): Uint8Array {
  const units = new Uint16Array(value.length);
  for (let i = 0; i < units.length; i++) units[i] = value.charCodeAt(i);
  return new Uint8Array(units.buffer);
}

/** Hexadecimal converts in linear time both ways, however long it is. */
function hexadecimal(value: bigint): string {
  return value < 0n ? `-${(-value).toString(16)}` : value.toString(16);
}
