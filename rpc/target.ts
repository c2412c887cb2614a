/**
 * The base class of what is passed by reference: its instances stay where they
 * are, and the other end of a connection calls them there.
 *
 * An instance offers the public methods and accessors of every class below this
 * one, and those of its fields that the class names in `static offers`; these
 * can be read. Names that start with `_`, symbols, other fields, and whatever
 * `Object.prototype` has are never offered. A service may extend this class, to
 * offer what it inherits; one that extends nothing offers the methods of its
 * own class.
 *
 * @example Hand out an object instead of a copy
 * ```ts
 * import { connect, RpcConnection, RpcTarget, tcpTransport } from "@x/rpcbench/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * class Account extends RpcTarget {
 *   #balance = 0;
 *   get balance(): number {
 *     return this.#balance;
 *   }
 *   deposit(amount: number): void {
 *     this.#balance += amount;
 *   }
 * }
 * class Bank {
 *   open(): Account {
 *     return new Account();
 *   }
 * }
 *
 * using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const accepted = listener.accept().then((socket) =>
 *   RpcConnection.open(tcpTransport(socket), { service: Bank })
 * );
 * const { port } = listener.addr;
 * await using connection = await connect<Bank>({ port });
 * await using _served = await accepted;
 *
 * using account = await connection.root.open();
 * await account.deposit(5);
 * assertEquals(await account.balance, 5);
 * ```
 */
export abstract class RpcTarget {
  /** The names of the fields that the other end may read. Default: none. */
  static readonly offers: readonly string[] = [];

  // Without a private member, every object would have the type of a target.
  readonly #target = true;

  /** Whether a value is passed by reference because of its class. */
  static is(value: object): value is RpcTarget {
    return #target in value;
  }
}

/** A class whose instances answer calls; one instance is made per connection. */
export type ServiceClass<Service extends object = object> = new () => Service;

/** A method as it is found on a prototype. */
export type Method = (this: object, ...args: readonly unknown[]) => unknown;

/** Something that a class offers to the other end of a connection. */
export type OfferedMember =
  | { readonly kind: "method"; readonly method: Method }
  | {
    readonly kind: "property";
    readonly get: ((this: object) => unknown) | undefined;
    readonly set: ((this: object, value: unknown) => void) | undefined;
  };

const offered = new WeakMap<object, ReadonlyMap<string, OfferedMember>>();

/**
 * What the instances of a prototype offer, by name; nothing else of them can be
 * reached. See {@linkcode RpcTarget} for the rules.
 */
export function offeredMembers(
  prototype: object,
): ReadonlyMap<string, OfferedMember> {
  let members = offered.get(prototype);
  if (members === undefined) {
    members = findMembers(prototype);
    offered.set(prototype, members);
  }
  return members;
}

/**
 * The names of the methods that a class offers to the other end of a connection.
 * See {@linkcode RpcTarget} for the rules.
 *
 * @example See what a service exposes
 * ```ts
 * import { offeredMethods } from "@x/rpcbench/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * class Greeter {
 *   greet = (name: string) => `Hello, ${name}`; // a field, not a method
 *   wave(): string {
 *     return "o/";
 *   }
 *   _secret(): void {}
 * }
 *
 * assertEquals(offeredMethods(Greeter), ["wave"]);
 * ```
 */
export function offeredMethods(service: ServiceClass): string[] {
  return [...offeredMembers(service.prototype)]
    .filter(([, { kind }]) => kind === "method")
    .map(([name]) => name);
}

function findMembers(prototype: object): ReadonlyMap<string, OfferedMember> {
  const members = new Map<string, OfferedMember>();
  const { chain, isTarget } = ownChain(prototype);
  // What overrides a member without being one hides it all the same.
  const met = new Set<string>(["constructor"]);
  for (const owner of chain) {
    for (const name of isTarget ? offeredFields(owner) : []) {
      if (met.has(name) || name.startsWith("_")) continue;
      met.add(name);
      members.set(name, readingField(name));
    }
    const properties = Object.getOwnPropertyDescriptors(owner);
    for (const [name, { value, get, set }] of Object.entries(properties)) {
      if (met.has(name) || name.startsWith("_")) continue;
      met.add(name);
      if (isMethod(value)) members.set(name, { kind: "method", method: value });
      else if (isTarget && (get ?? set) !== undefined) {
        members.set(name, { kind: "property", get, set });
      }
    }
  }
  return members;
}

/** The fields that a class itself names, and not one below it. */
function offeredFields({ constructor }: object): readonly string[] {
  const offers = Object.getOwnPropertyDescriptor(constructor, "offers");
  return Array.isArray(offers?.value) ? offers.value : [];
}

function readingField(name: string): OfferedMember {
  return {
    kind: "property",
    get(this: object): unknown {
      return Object.hasOwn(this, name) ? Reflect.get(this, name) : undefined;
    },
    set: undefined,
  };
}

interface OwnChain {
  /** The prototypes whose members count, the most derived first. */
  readonly chain: readonly object[];
  readonly isTarget: boolean;
}

function ownChain(start: object): OwnChain {
  const chain: object[] = [];
  const ends: readonly unknown[] = [
    RpcTarget.prototype,
    Object.prototype,
    null,
  ];
  let prototype = start;
  while (!ends.includes(prototype)) {
    chain.push(prototype);
    prototype = Object.getPrototypeOf(prototype);
  }
  const isTarget = prototype === RpcTarget.prototype;
  return { chain: isTarget ? chain : chain.slice(0, 1), isTarget };
}

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}
