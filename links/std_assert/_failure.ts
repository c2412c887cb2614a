import { AssertionError } from "./assertion_error.ts";

/** The error of an assertion that failed, with the caller's message if any. */
export function failure(reason: string, msg?: string): AssertionError {
  return new AssertionError(msg ? `${reason}: ${msg}` : `${reason}.`);
}

/** A value as failure messages show it. */
export function shown(value: unknown): string {
  return Deno.inspect(value, { depth: Infinity, sorted: true });
}
