import type { Limits } from "./limits.ts";
import { defineProperty, isPlainObject } from "./plain_objects.ts";
import type { Invoke } from "./reach.ts";
import { offeredMembers, RpcTarget } from "./target.ts";

/**
 * A copy of a value in which every target is plain data: an object with the
 * properties that it offers. What is met twice is copied once, so that cycles
 * stay cycles. Functions and streams are as they were.
 *
 * @throws {RangeError} for a value deeper, or of more parts, than the other end
 * accepts: properties may make new objects whenever they are read, without end.
 */
export function copyOf(
  value: unknown,
  limits: CopyLimits,
  invoke: Invoke,
): Promise<unknown> {
  return new Copying(limits, invoke).copy(value, 0);
}

/** How large a copy may become. */
export type CopyLimits = Pick<Limits, "nestingDepth" | "itemCount">;

class Copying {
  readonly #limits: CopyLimits;
  readonly #invoke: Invoke;
  readonly #copies = new Map<object, object>();
  #items = 0;

  constructor(limits: CopyLimits, invoke: Invoke) {
    this.#limits = limits;
    this.#invoke = invoke;
  }

  async copy(value: unknown, depth: number): Promise<unknown> {
    const { itemCount } = this.#limits;
    if (++this.#items > itemCount) {
      throw new RangeError(
        `what is to be obtained has more than the ${itemCount} items that the other end accepts`,
      );
    }
    if (typeof value !== "object" || value === null) return value;
    const copied = this.#copies.get(value);
    if (copied !== undefined) return copied;
    const { nestingDepth } = this.#limits;
    if (depth > nestingDepth) {
      throw new RangeError(
        `what is to be obtained is nested deeper than the ${nestingDepth} levels that the other end accepts`,
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
    if (!isPlainObject(value)) return value;
    const copy = this.#remember(value, {});
    for (const [name, item] of Object.entries(value)) {
      defineProperty(copy, name, await this.copy(item, depth + 1));
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
      defineProperty(copy, name, await this.copy(value, depth + 1));
    }
    return copy;
  }

  #remember<Copy extends object>(original: object, copy: Copy): Copy {
    this.#copies.set(original, copy);
    return copy;
  }
}
