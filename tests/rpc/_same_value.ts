import { AssertionError } from "@std/assert";

/**
 * Asserts that two values are the same in every part that travels: kind, content
 * and order, and that objects are shared and cyclic in the same places.
 */
export function assertSameValue(actual: unknown, expected: unknown): void {
  const expectedOf = new Map<object, object>();
  const actualOf = new Map<object, object>();
  const path: (string | number)[] = [];

  function compare(a: unknown, b: unknown): void {
    if (typeof a !== "object" || a === null || typeof b !== "object") {
      return check(Object.is(a, b), a, b);
    }
    if (b === null) return check(false, a, b);
    if (expectedOf.has(a) || actualOf.has(b)) {
      const same = expectedOf.get(a) === b && actualOf.get(b) === a;
      return check(same, "an object seen elsewhere", b);
    }
    expectedOf.set(a, b);
    actualOf.set(b, a);
    compareAt("[[class]]", classOf(a), classOf(b));
    if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) {
      return compareLists([...bytesOf(a)], [...bytesOf(b)]);
    }
    if (a instanceof ArrayBuffer && b instanceof ArrayBuffer) {
      return compareLists([...new Uint8Array(a)], [...new Uint8Array(b)]);
    }
    if (a instanceof Date && b instanceof Date) {
      return compareAt("getTime()", a.getTime(), b.getTime());
    }
    if (a instanceof RegExp && b instanceof RegExp) {
      return compareAt("toString()", String(a), String(b));
    }
    if (a instanceof Error && b instanceof Error) {
      compareAt("name", a.name, b.name);
      compareAt("message", a.message, b.message);
      compareAt("cause", a.cause, b.cause);
      if (a instanceof AggregateError && b instanceof AggregateError) {
        compareAt("errors", a.errors, b.errors);
      }
      return;
    }
    if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
    if (a instanceof Map && b instanceof Map) {
      return compareLists([...a].flat(), [...b].flat());
    }
    if (a instanceof Set && b instanceof Set) {
      return compareLists([...a], [...b]);
    }
    compareLists(Object.keys(a), Object.keys(b));
    for (const [key, value] of Object.entries(a)) {
      // An own "__proto__" is read by its descriptor, not from the prototype.
      compareAt(key, value, Object.getOwnPropertyDescriptor(b, key)?.value);
    }
  }

  function compareLists(a: readonly unknown[], b: readonly unknown[]): void {
    compareAt("length", a.length, b.length);
    // By index, so that a hole counts as the `undefined` that it arrives as.
    for (let i = 0; i < a.length; i++) compareAt(i, a[i], b[i]);
  }

  function compareAt(key: string | number, a: unknown, b: unknown): void {
    path.push(key);
    compare(a, b);
    path.pop();
  }

  function check(same: boolean, a: unknown, b: unknown): void {
    if (same) return;
    throw new AssertionError(
      `at ${path.join(" → ") || "the top"}: ${Deno.inspect(a)} is not ${
        Deno.inspect(b)
      }`,
    );
  }

  compare(actual, expected);
}

function classOf(object: object): string {
  return Object.prototype.toString.call(object);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
