import type { Invoke } from "./reach.ts";
import { offeredMembers, RpcTarget } from "./target.ts";

/**
 * A copy of a value in which every target is plain data: an object with the
 * properties that it offers. What is met twice is copied once, so that cycles
 * stay cycles. Functions and streams are as they were.
 *
 * @throws {RangeError} for a value nested deeper than `nestingDepth` levels.
 */
export function copyOf(
  value: unknown,
  nestingDepth: number,
  invoke: Invoke,
): Promise<unknown> {
  return new Copying(nestingDepth, invoke).copy(value, 0);
}

class Copying {
  readonly #nestingDepth: number;
  readonly #invoke: Invoke;
  readonly #copies = new Map<object, object>();

  constructor(nestingDepth: number, invoke: Invoke) {
    this.#nestingDepth = nestingDepth;
    this.#invoke = invoke;
  }

  async copy(value: unknown, depth: number): Promise<unknown> {
    if (typeof value !== "object" || value === null) return value;
    const copied = this.#copies.get(value);
    if (copied !== undefined) return copied;
    if (depth > this.#nestingDepth) {
      throw new RangeError(
        `what is to be obtained is nested deeper than ${this.#nestingDepth} levels`,
      );
    }
    if (RpcTarget.is(value)) return await this.#target(value, depth);
    if (Array.isArray(value)) {
      const copy = this.#remember(value, new Array<unknown>(value.length));
      for (const [i, item] of value.entries()) {
        copy[i] = await this.copy(item, depth + 1);
      }
      return copy;
    }
    if (value instanceof Map) {
      const copy = this.#remember(value, new Map<unknown, unknown>());
      for (const [key, item] of value) {
        copy.set(
          await this.copy(key, depth + 1),
          await this.copy(item, depth + 1),
        );
      }
      return copy;
    }
    if (value instanceof Set) {
      const copy = this.#remember(value, new Set<unknown>());
      for (const item of value) copy.add(await this.copy(item, depth + 1));
      return copy;
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    const copy = this.#remember(value, {});
    for (const [name, item] of Object.entries(value)) {
      define(copy, name, await this.copy(item, depth + 1));
    }
    return copy;
  }

  async #target(target: RpcTarget, depth: number): Promise<object> {
    const copy = this.#remember(target, {});
    const members = offeredMembers(Object.getPrototypeOf(target));
    for (const [name, member] of members) {
      if (member.kind !== "property" || member.get === undefined) continue;
      const { get } = member;
      const value = await this.#invoke(() => get.call(target));
      define(copy, name, await this.copy(value, depth + 1));
    }
    return copy;
  }

  #remember<Copy extends object>(original: object, copy: Copy): Copy {
    this.#copies.set(original, copy);
    return copy;
  }
}

/** Defines even `__proto__` as a property like all others. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
