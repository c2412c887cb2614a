import { assertEquals } from "@std/assert";

/** Where the examples are. */
export const EXAMPLES = import.meta.resolve("../../examples");

/** How an example ended, and what it said. */
export interface ExampleEnd {
  readonly code: number;
  readonly text: string;
  readonly errors: string;
}

/** Runs an example as its reader would, from a folder that is not the project's. */
export async function run(
  name: string,
  args: readonly string[] = [],
  flags: readonly string[] = ["-A"],
): Promise<ExampleEnd> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--config",
      `${import.meta.dirname}/../../deno.json`,
      ...flags,
      `${EXAMPLES}/${name}.ts`,
      ...args,
    ],
    cwd: "/",
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    text: decoder.decode(stdout),
    errors: decoder.decode(stderr),
  };
}

/** Runs an example that should end well, and returns what it prints. */
export async function show(name: string, ...args: string[]): Promise<string> {
  const { code, text, errors } = await run(name, args);
  assertEquals(code, 0, errors);
  return text;
}
