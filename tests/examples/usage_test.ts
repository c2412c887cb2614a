import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { EXAMPLES } from "./_example.ts";

/** What is thrown where an example would end its process, which is the tests' here. */
class Exit extends Error {
  readonly code: number | undefined;

  constructor(code?: number) {
    super(`exit with ${code}`);
    this.code = code;
  }
}

/** A property that is another until it is disposed of. */
function replaced(target: object, key: string, value: unknown): Disposable {
  const own = Object.getOwnPropertyDescriptor(target, key);
  assert(own !== undefined, key);
  Object.defineProperty(target, key, { configurable: true, value });
  return {
    [Symbol.dispose]: () => void Object.defineProperty(target, key, own),
  };
}

/** Keeps the event loop alive: Deno does not expect that a module fails when it is idle. */
function kept(): Disposable {
  const timer = setInterval(() => {}, 1000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/**
 * How an example ends, and what it says, that does so before it starts anything: in
 * this process, since to load them all again and again takes its time.
 */
async function endingOf(
  name: string,
  args: readonly string[],
): Promise<{ readonly code: number | undefined; readonly errors: string }> {
  let errors = "";
  using _args = replaced(Deno, "args", args);
  using _exit = replaced(Deno, "exit", (code?: number) => {
    throw new Exit(code);
  });
  using _error = replaced(console, "error", (line: string) => {
    errors += `${line}\n`;
  });
  using _kept = kept();
  const exit = await assertRejects(() => import(`${EXAMPLES}/${name}`));
  assertInstanceOf(exit, Exit, errors);
  return { code: exit.code, errors };
}

for await (const { name, isFile } of Deno.readDir(new URL(EXAMPLES))) {
  if (!isFile) continue;
  Deno.test(`${name} answers an unknown flag with its usage`, async () => {
    const { code, errors } = await endingOf(name, ["--no-such-flag"]);
    assertEquals(code, 2);
    assertStringIncludes(errors, "unknown argument --no-such-flag");
    assertStringIncludes(errors, `usage: ${name}`);
    assertLess(errors.split("\n").length, 4);
  });
}
