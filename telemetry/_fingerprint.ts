/** Bytes or characters looked at in one value: enough to tell values apart. */
const MOST_SAMPLES = 1024;
/** Items looked at in one array or object. */
const MOST_ITEMS = 16;
/** How deep values inside values are looked at. */
const MOST_DEPTH = 4;

/**
 * A number that is the same for equal values and most likely another for others.
 * It looks at a bounded part of a value, however large that is.
 */
export function fingerprint(value: unknown): number {
  const hash = new SampledHash();
  hash.add(value, MOST_DEPTH);
  return hash.value;
}

/** FNV-1a with 32 bits, see http://www.isthe.com/chongo/tech/comp/fnv/. */
class SampledHash {
  value = 0x811c9dc5;

  add(value: unknown, depth: number): void {
    switch (typeof value) {
      case "string":
        return this.#addText(value);
      case "object":
        return value === null
          ? this.#addText("null")
          : this.#addObject(value, depth);
      case "function":
      case "symbol":
        // To ask a function for its text could be a call, if it is a remote one.
        return this.#addText(typeof value);
      default:
        return this.#addText(String(value));
    }
  }

  #addObject(object: object, depth: number): void {
    if (object instanceof ArrayBuffer) this.#addBytes(new Uint8Array(object));
    else if (ArrayBuffer.isView(object)) {
      const { buffer, byteOffset, byteLength } = object;
      this.#addBytes(new Uint8Array(buffer, byteOffset, byteLength));
    } else if (depth > 0) this.#addItems(itemsOf(object), depth - 1);
  }

  #addItems(items: readonly unknown[], depth: number): void {
    this.#mix(items.length);
    for (const index of evenly(items.length, MOST_ITEMS)) {
      this.add(items[index], depth);
    }
  }

  #addText(text: string): void {
    this.#mix(text.length);
    for (const index of evenly(text.length, MOST_SAMPLES)) {
      this.#mix(text.charCodeAt(index));
    }
  }

  #addBytes(bytes: Uint8Array): void {
    this.#mix(bytes.length);
    for (const index of evenly(bytes.length, MOST_SAMPLES)) {
      this.#mix(bytes[index]);
    }
  }

  #mix(number: number): void {
    this.value = Math.imul(this.value ^ number, 0x01000193) >>> 0;
  }
}

/** Up to `most` of `count` places, the first and the last among them. */
function* evenly(count: number, most: number): Generator<number> {
  const samples = Math.min(count, most);
  if (samples === 1) yield 0;
  for (let i = 0; i < samples && samples > 1; i++) {
    yield Math.floor(i * (count - 1) / (samples - 1));
  }
}

/** What is in an object of plain data; another might do something when asked. */
export function itemsOf(object: object): readonly unknown[] {
  if (Array.isArray(object)) return object;
  if (object instanceof Map || object instanceof Set) return [...object];
  const prototype = Object.getPrototypeOf(object);
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain ? Object.entries(object).flat() : [];
}
