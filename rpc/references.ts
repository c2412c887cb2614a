import type {
  CallOptions,
  Obtained,
  RemoteAnswer,
  RemoteHandle,
} from "./remote.ts";
import { RemoteNode } from "./remote_node.ts";

/**
 * Copies what a reference refers to, with everything in it, in one round trip:
 * targets become plain objects with the properties that they offer.
 *
 * Takes a reference, or the answer of a call that need not have come. Rejects
 * with a `TypeError` for anything else.
 *
 * @example Read all properties at once
 * ```ts
 * import { connect, obtain, RpcConnection, RpcTarget, tcpTransport } from "@x/rpcbench/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * class User extends RpcTarget {
 *   static override offers = ["name", "email"];
 *   readonly name = "Ada";
 *   readonly email = "ada@example.com";
 * }
 * class Users {
 *   find(): User {
 *     return new User();
 *   }
 * }
 *
 * using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const accepted = listener.accept().then((socket) =>
 *   RpcConnection.open(tcpTransport(socket), { service: Users })
 * );
 * const { port } = listener.addr;
 * await using connection = await connect<Users>({ port });
 * await using _served = await accepted;
 *
 * const user = await obtain(connection.root.find());
 * assertEquals(user, { name: "Ada", email: "ada@example.com" });
 * ```
 */
export async function obtain<T>(
  remote: RemoteAnswer<T> | RemoteHandle<T>,
): Promise<Obtained<T>> {
  return await nodeOf("obtain", remote).obtain();
}

/**
 * Another handle on what a reference refers to, which its maker owns.
 *
 * A method that wants to keep a reference it was given as an argument needs one,
 * as the argument itself is released when the call has been answered. Throws a
 * `TypeError` for anything but a reference.
 *
 * @example Keep a callback
 * ```ts
 * import { type Remote, retain } from "@x/rpcbench/rpc";
 *
 * type Listener = (news: string) => void;
 *
 * class News {
 *   readonly #listeners: Remote<Listener>[] = [];
 *
 *   subscribe(listener: Remote<Listener>): void {
 *     this.#listeners.push(retain(listener));
 *   }
 *   [Symbol.dispose](): void {
 *     for (const listener of this.#listeners) listener[Symbol.dispose]();
 *   }
 * }
 * ```
 */
export function retain<T extends object>(reference: T): T {
  const { isOrigin, operator, options, origin } = nodeOf("retain", reference);
  if (origin.kind !== "reference" || !isOrigin) {
    throw new TypeError("retain takes a reference that has been awaited");
  }
  const another = origin.reference.table.retain(origin.reference);
  return new RemoteNode(
    { kind: "reference", reference: another },
    [],
    operator,
    options,
  ).face;
}

/**
 * The same remote object or function, with options for the calls made through
 * it. It is released together with the one given.
 *
 * @example Give a callback a second
 * ```ts
 * import { type Remote, withCallOptions } from "@x/rpcbench/rpc";
 *
 * class Survey {
 *   ask(answer: Remote<() => string>): Promise<string> {
 *     return withCallOptions(answer, { timeout: 1 })();
 *   }
 * }
 * ```
 */
export function withCallOptions<T extends object>(
  remote: T,
  options: CallOptions,
): T {
  const { operator, origin, path } = nodeOf("withCallOptions", remote);
  return new RemoteNode(origin, path, operator, options).face;
}

function nodeOf(name: string, remote: unknown): RemoteNode {
  const node = RemoteNode.of(remote);
  if (node !== undefined) return node;
  throw new TypeError(
    `${name} takes something remote; it got ${typeof remote}`,
  );
}
