import type { RequestKind } from "./envelope.ts";
import type { HeldReference } from "./held_references.ts";
import type { CallKind } from "./observer.ts";
import type { OutgoingCall } from "./outgoing_call.ts";
import type { CallOptions } from "./remote.ts";

/** What an operation starts from. */
export type Origin =
  | { readonly kind: "service" }
  | { readonly kind: "reference"; readonly reference: HeldReference }
  /** The answer to a call, which need not have come. */
  | { readonly kind: "answer"; readonly call: OutgoingCall };

/** Something to be done at the other end. */
export interface Operation {
  readonly kind: RequestKind;
  readonly origin: Origin;
  /** The way from the origin to what is called, read or set. */
  readonly path: readonly string[];
  /** A call's arguments, or the one value to set. */
  readonly args: readonly unknown[];
  readonly options: CallOptions;
}

/** Does operations over one connection. */
export interface Operator {
  /** Begins an operation; never throws, but its promise may reject. */
  perform(operation: Operation): OutgoingCall;
}

/** The name that a program's reader would give it: `"getUser().orders.first"`. */
export function operationName(
  { origin, path }: Pick<Operation, "origin" | "path">,
): string {
  if (origin.kind === "answer") {
    return [`${origin.call.name}()`, ...path].join(".");
  }
  // As most are; to join one is slower than all else here.
  if (path.length === 1) return path[0];
  if (path.length > 0 || origin.kind === "service") return path.join(".");
  return origin.reference.name;
}

/** What observers call it: a call of the target itself applies a function. */
export function observedKind(
  kind: RequestKind,
  path: readonly string[],
): CallKind {
  return kind === "call" && path.length === 0 ? "apply" : kind;
}
