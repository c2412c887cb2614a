// `isDeepStrictEqual` of `node:util` gives other verdicts than `@std/assert`: it
// tells 0 from -0 and a null prototype from a plain one, and it does not look at
// what getters of a class say.

const TypedArray = Object.getPrototypeOf(Uint8Array);

/** Prototypes whose instances show all they hold in their string form. */
const STRING_FORMS: readonly unknown[] = [
  RegExp.prototype,
  URL.prototype,
  URLSearchParams.prototype,
  Intl.Locale.prototype,
];

/** Tells whether two values are deeply equal, by the rules of `@std/assert`. */
export function equal(actual: unknown, expected: unknown): boolean {
  // Pairs under comparison count as equal, or cycles would never end.
  const underway = new Map<object, object>();

  function same(a: unknown, b: unknown): boolean {
    if (a === b || Object.is(a, b)) return true;
    if (!isObject(a) || !isObject(b)) return false;
    if (a instanceof Date && b instanceof Date) {
      return Object.is(a.getTime(), b.getTime());
    }
    if (kind(a) !== kind(b)) return false;
    if (a instanceof WeakMap || a instanceof WeakSet) {
      throw new TypeError(`Cannot compare ${a.constructor.name} instances`);
    }
    if (a instanceof WeakRef && b instanceof WeakRef) {
      return same(a.deref(), b.deref());
    }
    if (isTypedArray(a) && isTypedArray(b)) return sameElements(a, b);
    if (isBuffer(a) && isBuffer(b)) {
      return sameElements(new Uint8Array(a), new Uint8Array(b));
    }
    if (STRING_FORMS.includes(kind(a))) return String(a) === String(b);

    if (underway.get(a) === b) return true;
    underway.set(a, b);
    if (Object.keys(a).length !== Object.keys(b).length) return false;
    if (a instanceof Set && b instanceof Set) return sameSets(a, b);
    if (a instanceof Map && b instanceof Map) return sameMaps(a, b);
    for (const key of keys(a).union(keys(b))) {
      if (Reflect.has(a, key) !== Reflect.has(b, key)) return false;
      if (!same(Reflect.get(a, key), Reflect.get(b, key))) return false;
    }
    return true;
  }

  function sameSets(a: Set<unknown>, b: Set<unknown>): boolean {
    if (a.size !== b.size) return false;
    const members = [...b];
    return [...a].every((member) =>
      b.has(member) ||
      isObject(member) && members.some((other) => same(member, other))
    );
  }

  function sameMaps(
    a: Map<unknown, unknown>,
    b: Map<unknown, unknown>,
  ): boolean {
    if (a.size !== b.size) return false;
    const entries = [...b];
    return [...a].every(([key, value]) =>
      b.has(key) && same(value, b.get(key)) ||
      isObject(key) &&
        entries.some(([otherKey, otherValue]) =>
          same(key, otherKey) && same(value, otherValue)
        )
    );
  }

  return same(actual, expected);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The prototype; an object without one is of the same kind as a plain object. */
function kind(value: object): unknown {
  return Object.getPrototypeOf(value) ?? Object.prototype;
}

function isTypedArray(value: object): value is ArrayLike<number | bigint> {
  return value instanceof TypedArray;
}

function isBuffer(value: object): value is ArrayBufferLike {
  return value instanceof ArrayBuffer || value instanceof SharedArrayBuffer;
}

function sameElements(
  a: ArrayLike<number | bigint>,
  b: ArrayLike<number | bigint>,
): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index] && !Object.is(a[index], b[index])) return false;
  }
  return true;
}

/** What to compare of an object: of a class also what it hides and inherits. */
function keys(value: object): Set<string | symbol> {
  if (kind(value) === Object.prototype || kind(value) === Array.prototype) {
    return new Set(Reflect.ownKeys({ ...value }));
  }
  const found = new Set<string | symbol>();
  for (
    let owner = value;
    owner !== null && owner !== Object.prototype && owner !== Array.prototype;
    owner = Object.getPrototypeOf(owner)
  ) {
    for (const key of Reflect.ownKeys(owner)) found.add(key);
  }
  return found;
}
