import type { Operation } from "./operation.ts";
import type { Received } from "./passing.ts";
import { RemoteNode } from "./remote_node.ts";

/** What an operation on a received value comes to. */
export interface LocalResult {
  readonly value: unknown;
  /**
   * What came by reference, if the other end was asked after all; else the
   * value is a part of the answer, as is what it refers to.
   */
  readonly received: Received | undefined;
}

/**
 * Does at this end what was to be done to an answer that has come meanwhile:
 * follows the path through plain data, and asks the other end for the rest once
 * it comes to a reference.
 *
 * @throws {TypeError} if the path leads nowhere, or to what cannot be done here.
 */
export async function followLocally(
  start: unknown,
  operation: Operation,
): Promise<LocalResult> {
  const { kind, path } = operation;
  let value = start;
  for (const [i, name] of path.entries()) {
    const node = RemoteNode.of(value);
    if (node !== undefined) return await askFurther(node, operation, i);
    value = ownProperty(value, name, path.slice(0, i));
  }
  const node = RemoteNode.of(value);
  if (node !== undefined && kind !== "get") {
    return await askFurther(node, operation, path.length);
  }
  if (kind === "call" || kind === "set") {
    throw new TypeError(
      `${
        path.join(".") || "the answer"
      } is plain data, a copy of the other end's: there is nothing to ${kind}`,
    );
  }
  return { value, received: undefined };
}

async function askFurther(
  { origin, operator, path }: RemoteNode,
  operation: Operation,
  from: number,
): Promise<LocalResult> {
  const call = operator.perform({
    ...operation,
    origin,
    path: [...path, ...operation.path.slice(from)],
  });
  const value = await call.wanted().promise;
  return { value, received: call.received };
}

function ownProperty(
  value: unknown,
  name: string,
  path: readonly string[],
): unknown {
  if (typeof value === "object" && value !== null) {
    const property = Object.getOwnPropertyDescriptor(value, name);
    if (property !== undefined) return property.value;
  }
  const owner = path.join(".") || "the answer";
  throw new TypeError(`${owner} has no property ${JSON.stringify(name)}`);
}
