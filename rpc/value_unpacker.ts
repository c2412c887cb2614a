import { Tag } from "cbor-x/index-no-eval";
import { errorFromParts } from "./error_values.ts";
import { ProtocolError } from "./errors.ts";
import type { HeldReference } from "./held_references.ts";
import type { ReceivedStream } from "./incoming_streams.ts";
import {
  NOTHING_RECEIVED,
  type PassedValue,
  type Passing,
  type Received,
} from "./passing.ts";
import { defineProperty } from "./plain_objects.ts";
import { NO_VIEW, UINT8_ARRAY, ValueTag, VIEWS } from "./value_tags.ts";

/** An argument that is the answer to another request of the same frame. */
export class PendingArgument {
  /** The request, and the way from its answer. */
  constructor(readonly request: number, readonly path: readonly string[]) {}
}

/** Turns a decoded message back into values; the reverse of `ValuePacker`. */
export class ValueUnpacker {
  /** Where the bytes behind the envelope go, in order; to be filled. */
  readonly attachments: Uint8Array[] = [];
  readonly #seen: unknown[] = [];
  readonly #passing: Passing | undefined;
  #received:
    | { references: HeldReference[]; streams: ReceivedStream[] }
    | undefined;
  #bytesLeft: number;

  /** Unpacks a message in a frame that has so many bytes of attachments left. */
  constructor(attachmentsLength: number, passing?: Passing) {
    this.#bytesLeft = attachmentsLength;
    this.#passing = passing;
  }

  /** How many bytes of attachments no value has referred to. */
  get bytesLeft(): number {
    return this.#bytesLeft;
  }

  /** What came by reference. */
  get received(): Received {
    return this.#received ?? NOTHING_RECEIVED;
  }

  /** Unpacks an argument, which may be a {@linkcode PendingArgument}. */
  unpackArgument(value: unknown): unknown {
    if (!(value instanceof Tag) || value.tag !== ValueTag.answer) {
      return this.unpack(value);
    }
    const [request, ...path] = list(value.value);
    return new PendingArgument(wholeNumber(request), path.map(text));
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

  #unpackItems(items: unknown[]): unknown[] {
    for (let i = 0; i < items.length; i++) {
      if (typeof items[i] === "object") items[i] = this.unpack(items[i]);
    }
    return items;
  }

  #unpackTag({ tag, value }: { tag: number; value: unknown }): unknown {
    switch (tag) {
      case ValueTag.map: {
        const map = this.#see(new Map<unknown, unknown>());
        for (const [key, item] of pairs(this.#unpackItems(list(value)))) {
          map.set(key, item);
        }
        return map;
      }
      case ValueTag.set: {
        const set = this.#see(new Set<unknown>());
        for (const item of this.#unpackItems(list(value))) set.add(item);
        return set;
      }
      case ValueTag.entries: {
        const object = this.#see({});
        for (const [key, item] of pairs(this.#unpackItems(list(value)))) {
          defineProperty(object, text(key), item);
        }
        return object;
      }
      case ValueTag.date:
        return this.#see(new Date(number(value)));
      case ValueTag.regExp:
        return this.#see(regExp(this.#unpackItems(list(value))));
      case ValueTag.error:
        return this.#unpackError(list(value));
      case ValueTag.binary: {
        const [kind, bytes] = list(value);
        if (!(bytes instanceof Uint8Array)) throw malformed("binary data");
        return this.#see(view(wholeNumber(kind), new Uint8Array(bytes)));
      }
      case ValueTag.attachment: {
        const [kind, length] = list(value).map(wholeNumber);
        return this.#see(view(kind, this.#allocate(length)));
      }
      case ValueTag.largeInteger:
        return largeInteger(text(value));
      case ValueTag.negativeZero:
        return -0;
      case ValueTag.utf16Text:
        return utf16Text(value);
      case ValueTag.seenBefore: {
        const index = wholeNumber(value);
        if (index >= this.#seen.length) throw malformed("a back reference");
        return this.#seen[index];
      }
      case ValueTag.reference: {
        const [id, callable, name] = list(value);
        return this.#receive({
          kind: "reference",
          id: wholeNumber(id),
          callable: callable === true,
          name: text(this.unpack(name)),
        });
      }
      case ValueTag.returned:
        return this.#receive({ kind: "returned", id: wholeNumber(value) });
      case ValueTag.stream: {
        const [id, bytes] = list(value);
        return this.#receive({
          kind: "stream",
          id: wholeNumber(id),
          bytes: bytes === true,
        });
      }
      default:
        throw malformed(`the tag ${tag}`);
    }
  }

  #receive(value: Exclude<PassedValue, { readonly kind: "answer" }>): object {
    if (this.#passing === undefined) throw malformed("a reference");
    this.#received ??= { references: [], streams: [] };
    return this.#see(this.#passing.receive(value, this.#received));
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
