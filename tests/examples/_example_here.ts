import { assert, assertEquals } from "@std/assert";
import { type ExampleEnd, EXAMPLES } from "./_example.ts";

/** What is thrown where an example would end its process, which is the tests' here. */
class Exit extends Error {
  readonly code: number | undefined;

  constructor(code?: number) {
    super(`exit with ${code}`);
    this.code = code;
  }
}

let runs = 0;

/**
 * Runs an example in this process, since one of its own has to load all of the module
 * again. What it leaves open fails the test.
 */
export async function runExampleHere(
  name: string,
  args: readonly string[] = [],
): Promise<ExampleEnd> {
  let text = "";
  let errors = "";
  using _args = replaced(Deno, "args", args);
  using _exit = replaced(Deno, "exit", (code?: number) => {
    throw new Exit(code);
  });
  using _log = replaced(console, "log", (line: string) => {
    text += `${line}\n`;
  });
  using _error = replaced(console, "error", (line: string) => {
    errors += `${line}\n`;
  });
  using _kept = kept();
  const exit = await exitOf(`${EXAMPLES}/${name}.ts?run=${++runs}`);
  const code = exit?.code ?? Deno.exitCode;
  // It is the example's, not that of the tests.
  Deno.exitCode = 0;
  return { code, text, errors };
}

/** Runs an example here that should end well, and returns what it prints. */
export async function showHere(
  name: string,
  ...args: readonly string[]
): Promise<string> {
  const { code, text, errors } = await runExampleHere(name, args);
  assertEquals(code, 0, errors);
  return text;
}

/** How a module ended itself, if it did. */
async function exitOf(url: string): Promise<Exit | undefined> {
  try {
    await import(url);
  } catch (error) {
    if (error instanceof Exit) return error;
    throw error;
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
