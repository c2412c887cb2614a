import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { SMALL_RUN } from "./_command_line.ts";

const CLI = fileURLToPath(import.meta.resolve("../../cli.ts"));
const BOLD = "\u001b[1m";

Deno.test({
  name: "a terminal shows progress and colours, and no colours with NO_COLOR",
  // util-linux's `script` makes a terminal; BSD's takes other arguments.
  ignore: Deno.build.os !== "linux" || !await hasScript(),
  async fn() {
    const colored = await runOnTerminal({ NO_COLOR: "" });
    assertStringIncludes(colored, "rpc_threaded: latency");
    assertStringIncludes(colored, "░");
    assertStringIncludes(colored, `${BOLD}BENCHMARK RESULTS`);
    const plain = await runOnTerminal({ NO_COLOR: "1" });
    assertStringIncludes(plain, "BENCHMARK RESULTS");
    assert(!plain.includes(BOLD));
  },
});

/** What a terminal would show of a small run. */
async function runOnTerminal(env: Record<string, string>): Promise<string> {
  const words = [
    Deno.execPath(),
    "run",
    "-A",
    CLI,
    ...SMALL_RUN,
    "--skip-rpc-forking",
    "--skip-http",
  ];
  const { code, stdout } = await new Deno.Command("script", {
    args: ["--quiet", "--return", "--command", words.join(" "), "/dev/null"],
    env: { TERM: "xterm", ...env },
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(code, 0, text);
  return text;
}

async function hasScript(): Promise<boolean> {
  try {
    const { stdout } = await new Deno.Command("script", {
      args: ["--version"],
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout).includes("util-linux");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
