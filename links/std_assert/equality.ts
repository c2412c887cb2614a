import { AssertionError as NodeAssertionError } from "node:assert";
import { failure, shown } from "./_failure.ts";
import { AssertionError } from "./assertion_error.ts";
import { equal } from "./_equal.ts";

/** Asserts that two values are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw different("Values are not equal", actual, expected, msg);
}

/** Asserts that two values are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw failure(
    `Expected actual: ${shown(actual)} not to be: ${shown(expected)}`,
    msg,
  );
}

/** Asserts that two values are the same, as `Object.is` sees it. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  throw different("Values are not strictly equal", actual, expected, msg);
}

function different(
  reason: string,
  actual: unknown,
  expected: unknown,
  msg?: string,
): AssertionError {
  const { message: difference } = new NodeAssertionError({
    actual,
    expected,
    operator: "deepStrictEqual",
  });
  return new AssertionError(`${failure(reason, msg).message}\n${difference}`);
}
