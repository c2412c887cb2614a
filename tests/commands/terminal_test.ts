import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { formatJsonReport } from "../../reports/mod.ts";
import { EVERYTHING } from "../reports/_everything.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { SMALL_RUN } from "./_command_line.ts";

const CLI = fileURLToPath(import.meta.resolve("../../cli.ts"));
const BOLD = "\u001b[1m";
// util-linux's `script` makes a terminal; BSD's takes other arguments.
const ignore = Deno.build.os !== "linux" || !await hasScript();

Deno.test({
  name: "a terminal shows progress and colours, and no colours with NO_COLOR",
  ignore,
  async fn() {
    const args = [
      ...SMALL_RUN,
      // Long enough to be shown.
      "--num-requests=2000",
      "--skip-rpc-forking",
      "--skip-http",
    ];
    const colored = await runOnTerminal(args, { NO_COLOR: "" });
    assertMatch(colored, /░ +0 % {2}floor: floor/);
    assertStringIncludes(colored, `${BOLD}BENCHMARK RESULTS`);
    const plain = await runOnTerminal(args, { NO_COLOR: "1" });
    assertStringIncludes(plain, "BENCHMARK RESULTS");
    assert(!plain.includes(BOLD));
  },
});

for (const columns of [60, 80, 200]) {
  Deno.test({
    name: `a report fits a terminal of ${columns} columns`,
    ignore,
    async fn() {
      await using files = await ServiceModule.write("", {
        "a.json": formatJsonReport(EVERYTHING),
      });
      const shown = await runOnTerminal(
        ["report", `${files.folder}/a.json`],
        { NO_COLOR: "" },
        columns,
      );
      const [, report] = stripVTControlCharacters(shown)
        .split("BENCHMARK RESULTS");
      const widths = report.split(/\r?\n/).map((line) => stringWidth(line));
      assert(Math.max(...widths) <= columns, report);
      // It uses the room that there is.
      assert(Math.max(...widths) > 0.8 * columns, report);
      assertStringIncludes(report, "ERRORS AND WARNINGS");
      assertEquals(report.includes("No room for"), columns < 200);
    },
  });
}

/** What a terminal would show of a command line. */
async function runOnTerminal(
  args: readonly string[],
  env: Record<string, string>,
  columns?: number,
): Promise<string> {
  const words = [Deno.execPath(), "run", "-A", CLI, ...args].join(" ");
  const command = columns === undefined
    ? words
    : `stty columns ${columns} rows 24 && ${words}`;
  const { code, stdout } = await new Deno.Command("script", {
    args: ["--quiet", "--return", "--command", command, "/dev/null"],
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
