import { stripVTControlCharacters } from "node:util";
import { failure } from "./_failure.ts";

type ErrorConstructor<E extends Error> = abstract new (...args: never[]) => E;

/** Asserts that `fn` throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that `fn` throws an `ErrorClass` whose message contains `msgIncludes`, and returns it. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorConstructor<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  errorClassOrMsg?: ErrorConstructor<Error> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const expected = expectation(errorClassOrMsg, msgIncludes, msg);
  try {
    fn();
  } catch (error) {
    assertExpected(error, "A non-Error object was thrown", expected);
    return error;
  }
  throw failure("Expected function to throw", expected.msg);
}

/** Asserts that the promise of `fn` rejects, and returns the reason. */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
/** Asserts that the promise of `fn` rejects with an `ErrorClass` whose message contains `msgIncludes`, and returns it. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorConstructor<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  errorClassOrMsg?: ErrorConstructor<Error> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const expected = expectation(errorClassOrMsg, msgIncludes, msg);
  const promise = call(fn);
  if (promise === undefined) {
    throw failure("Function throws when expected to reject", expected.msg);
  }
  try {
    await promise;
  } catch (error) {
    assertExpected(error, "A non-Error object was rejected", expected);
    return error;
  }
  throw failure("Expected function to reject", expected.msg);
}

interface Expectation {
  errorClass?: ErrorConstructor<Error>;
  msgIncludes?: string;
  msg?: string;
}

function expectation(
  errorClassOrMsg?: ErrorConstructor<Error> | string,
  msgIncludes?: string,
  msg?: string,
): Expectation {
  return typeof errorClassOrMsg === "string"
    ? { msg: errorClassOrMsg }
    : { errorClass: errorClassOrMsg, msgIncludes, msg };
}

/** The promise that `fn` returns, or nothing if it throws or returns something else. */
function call(
  fn: () => PromiseLike<unknown>,
): PromiseLike<unknown> | undefined {
  try {
    const result = fn();
    return typeof result?.then === "function" ? result : undefined;
  } catch {
    return undefined;
  }
}

function assertExpected(
  error: unknown,
  notAnError: string,
  { errorClass, msgIncludes, msg }: Expectation,
): void {
  if (errorClass === undefined) return;
  if (!(error instanceof Error)) throw failure(notAnError, msg);
  const { constructor, message } = error;
  if (!(error instanceof errorClass)) {
    throw failure(
      `Expected error to be instance of "${errorClass.name}", ` +
        `but was "${constructor.name}"`,
      msg,
    );
  }
  // Colours in a message are no part of what it says.
  const [said, wanted] = [message, msgIncludes ?? ""].map((text) =>
    stripVTControlCharacters(text)
  );
  if (!said.includes(wanted)) {
    throw failure(
      `Expected error message to include ${JSON.stringify(msgIncludes)}, ` +
        `but got ${JSON.stringify(message)}`,
      msg,
    );
  }
}
