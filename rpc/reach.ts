import { type CopyLimits, copyOf } from "./copy_of.ts";
import type { RequestKind } from "./envelope.ts";
import { nameOfPassed } from "./passing.ts";
import { isPlainObject } from "./plain_objects.ts";
import { RemoteNode } from "./remote_node.ts";
import { type OfferedMember, offeredMembers, RpcTarget } from "./target.ts";

/** Invokes a method, an accessor, or a function that the program wrote. */
export type Invoke = (work: () => unknown) => unknown;

/**
 * What the other end can reach, and nothing else: what a service and its
 * targets offer, own properties of plain data, and what is at the other end
 * itself.
 */
export class Reach {
  readonly #service: object;
  readonly #copyLimits: CopyLimits;

  /** `service` answers what has no other target; copies stay within `copyLimits`. */
  constructor(service: object, copyLimits: CopyLimits) {
    this.#service = service;
    this.#copyLimits = copyLimits;
  }

  /**
   * Does what a request asks for, to what its path leads to; a promise where
   * there is one on the way.
   *
   * @throws {TypeError} for what is not offered.
   */
  perform(
    kind: RequestKind,
    target: unknown,
    path: readonly string[],
    args: readonly unknown[],
    invoke: Invoke,
  ): unknown {
    const whole = kind === "get" || kind === "obtain";
    const end = whole ? path.length : path.length - 1;
    return this.#follow(target, path, 0, end, invoke, (owner) => {
      switch (kind) {
        case "get":
          return owner;
        case "obtain":
          // What is elsewhere is copied there, in one round trip as well.
          return RemoteNode.of(owner)?.obtain() ??
            copyOf(owner, this.#copyLimits, invoke);
        case "call":
          return path.length === 0
            ? apply(target, args, invoke)
            : this.call(owner, path[end], args, invoke);
        case "set":
          return this.#set(owner, path[end], args[0], invoke);
      }
    });
  }

  /** Walks from `value` to the end of the path, and then does `last`. */
  #follow(
    value: unknown,
    path: readonly string[],
    begin: number,
    end: number,
    invoke: Invoke,
    last: (value: unknown) => unknown,
  ): unknown {
    for (let i = begin; i < end || isPromiseLike(value); i++) {
      if (isPromiseLike(value)) {
        return value.then((it) => this.#follow(it, path, i, end, invoke, last));
      }
      value = this.#get(value, path[i], invoke);
    }
    return last(value);
  }

  #get(owner: unknown, name: string, invoke: Invoke): unknown {
    if (RemoteNode.of(owner) !== undefined && typeof owner === "function") {
      return Reflect.get(owner, name);
    }
    const members = this.#offeredBy(owner);
    if (members === undefined) return ownProperty(owner, name);
    const member = members.get(name);
    if (
      member?.kind === "property" && member.get !== undefined && isObject(owner)
    ) {
      const { get } = member;
      return invoke(() => get.call(owner));
    }
    if (member?.kind === "method") {
      throw new TypeError(
        `${
          this.#nameOf(owner)
        } has a method ${name}: it can be called, not read`,
      );
    }
    throw this.#lacks(owner, "property", name);
  }

  /** Calls a method of something that is there. */
  call(
    owner: unknown,
    name: string,
    args: readonly unknown[],
    invoke: Invoke,
  ): unknown {
    const members = this.#offeredBy(owner);
    if (members === undefined) {
      return apply(this.#get(owner, name, invoke), args, invoke);
    }
    const member = members.get(name);
    if (member?.kind !== "method" || !isObject(owner)) {
      throw this.#lacks(owner, "method", name);
    }
    const { method } = member;
    return invoke(() => Reflect.apply(method, owner, args));
  }

  #set(owner: unknown, name: string, value: unknown, invoke: Invoke): unknown {
    const node = RemoteNode.of(owner);
    if (node !== undefined) {
      return node.perform("set", [value], [...node.path, name]).wanted()
        .promise;
    }
    const members = this.#offeredBy(owner);
    const member = members?.get(name);
    if (
      member?.kind !== "property" || member.set === undefined ||
      !isObject(owner)
    ) {
      throw new TypeError(
        `${this.#nameOf(owner)} has no property ${
          JSON.stringify(name)
        } that can be set`,
      );
    }
    const { set } = member;
    return invoke(() => set.call(owner, value));
  }

  #offeredBy(value: unknown): ReadonlyMap<string, OfferedMember> | undefined {
    if (!isObject(value)) return undefined;
    return value === this.#service || RpcTarget.is(value)
      ? offeredMembers(Object.getPrototypeOf(value))
      : undefined;
  }

  #lacks(owner: unknown, kind: string, name: string): TypeError {
    return new TypeError(
      `${this.#nameOf(owner)} has no ${kind} ${JSON.stringify(name)}`,
    );
  }

  #nameOf(value: unknown): string {
    if (value === this.#service) return "the service";
    return describe(value);
  }
}

function apply(
  callee: unknown,
  args: readonly unknown[],
  invoke: Invoke,
): unknown {
  if (typeof callee !== "function") {
    throw new TypeError(`${describe(callee)} cannot be called`);
  }
  return invoke(() => Reflect.apply(callee, undefined, args));
}

function ownProperty(owner: unknown, name: string): unknown {
  if (isObject(owner) && typeof owner !== "function") {
    const isData = Array.isArray(owner) || isPlainObject(owner);
    if (isData && Object.hasOwn(owner, name)) return Reflect.get(owner, name);
  }
  throw new TypeError(
    `${describe(owner)} has no property ${JSON.stringify(name)}`,
  );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (!isObject(value)) {
    return value === null || value === undefined
      ? String(value)
      : `a ${typeof value}`;
  }
  if (RpcTarget.is(value)) return nameOfPassed(value);
  return typeof value === "function" ? "a function" : "plain data";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null ||
    typeof value === "function";
}

/** Whether a value is to be awaited. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  // What is remote has no properties before they are asked for.
  return isObject(value) && typeof Reflect.get(value, "then") === "function";
}
