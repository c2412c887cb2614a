import { RemoteError } from "./errors.ts";

/** An error that came from the other end, of whichever class. */
export interface ReceivedError extends Error {
  /** The stack as the other end saw it; empty when it sent none. */
  readonly remoteStack: string;
}

type ErrorClass = new (message: string) => Error;

const BUILT_IN_CLASSES: ReadonlyMap<string, ErrorClass> = new Map<
  string,
  ErrorClass
>([
  ...[
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  ].map((type) => [type.name, type] as const),
  ...Object.entries(Deno.errors),
]);

/** Its class on the wire where that is not simply the error's name. */
const AGGREGATE = "AggregateError", DOM_EXCEPTION = "DOMException";

/** An error as the wire carries it: class, name, message and stack. */
export type ErrorParts = readonly [string, string, string, string];

/** An error that crosses more often than this keeps the first stacks only. */
const LONGEST_STACK = 16 * 1024;

/** Takes an error apart; its `cause` and `errors` are values of their own. */
export function errorParts(error: Error): ErrorParts {
  // Programs put all kinds of things where the types have text.
  const { name, message } = error;
  return [classOf(error), String(name), String(message), stackOf(error)];
}

/** The same error without its `cause` and `errors`. */
export function withoutCause(error: Error): Error {
  const [className, name, message, stack] = errorParts(error);
  return Object.assign(errorFromParts([className, name, message, ""]), {
    stack,
  });
}

/** Where an error comes from: first where it was thrown, then where it came through. */
function stackOf(error: Error): string {
  const here = typeof error.stack === "string" ? error.stack : "";
  const before = "remoteStack" in error ? error.remoteStack : "";
  if (typeof before !== "string" || before === "") return here;
  return before.length < LONGEST_STACK ? `${before}\n${here}` : before;
}

/**
 * Puts an error together again: of the same built-in class where there is one,
 * else a {@linkcode RemoteError}.
 */
export function errorFromParts(
  [className, name, message, remoteStack]: ErrorParts,
): ReceivedError {
  const error = newError(className, name, message, remoteStack);
  return Object.defineProperty(error, "remoteStack", {
    value: remoteStack,
    configurable: true,
    writable: true,
  });
}

function classOf(error: Error): string {
  if (error instanceof DOMException) return DOM_EXCEPTION;
  if (error instanceof AggregateError) return AGGREGATE;
  const type = BUILT_IN_CLASSES.get(error.name);
  return type !== undefined && error instanceof type ? error.name : "";
}

function newError(
  className: string,
  name: string,
  message: string,
  remoteStack: string,
): ReceivedError {
  const type = BUILT_IN_CLASSES.get(className);
  const error = className === DOM_EXCEPTION
    ? new DOMException(message, name)
    : className === AGGREGATE
    ? new AggregateError([], message)
    : type === undefined
    ? new RemoteError(name, message, remoteStack)
    : new type(message);
  return Object.assign(error, { remoteStack });
}
