/**
 * The command line: finds the command and runs it.
 *
 * ```sh
 * deno run -A jsr:@x/rpcbench/cli --quick
 * ```
 *
 * @module
 */
import { closestMatch } from "leven";
import { type Command, ExitCode } from "./commands/_command.ts";
import { UsageError } from "./commands/_usage_error.ts";
import configuration from "./deno.json" with { type: "json" };

const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> =
  {
    run: () => import("./commands/run.ts"),
    scenario: () => import("./commands/scenario.ts"),
    sweep: () => import("./commands/sweep.ts"),
    load: () => import("./commands/load.ts"),
    ab: () => import("./commands/ab.ts"),
    compare: () => import("./commands/compare.ts"),
    report: () => import("./commands/report.ts"),
    diagnose: () => import("./commands/diagnose.ts"),
    check: () => import("./commands/check.ts"),
    import: () => import("./commands/import.ts"),
    serve: () => import("./commands/serve.ts"),
    profile: () => import("./commands/profile.ts"),
  };

/**
 * Runs the command line with its arguments and resolves with the exit code: 0
 * done, 1 a check failed, 2 wrong usage, 3 the run failed, 130 interrupted; or
 * the code of the program that `profile` ran.
 *
 * @example Ask for the version
 * ```ts
 * import { main } from "@x/rpcbench/cli";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await main(["--version"]), 0);
 * ```
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await dispatch(args);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`rpcbench: ${error.message}`);
      return ExitCode.usage;
    }
    console.error("rpcbench:", error instanceof Error ? error.message : error);
    return ExitCode.failed;
  }
}

async function dispatch(args: readonly string[]): Promise<number> {
  const [first = ""] = args;
  if (first === "--version" || first === "-V") {
    console.log(`rpcbench ${configuration.version}`);
    return ExitCode.done;
  }
  if (first === "help" || (first === "--help" || first === "-h")) {
    console.log(await overview());
    return ExitCode.done;
  }
  const named = first !== "" && !first.startsWith("-");
  const name = named ? first : "run";
  const rest = named ? args.slice(1) : args;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) throw unknownCommand(name);
  const { command } = await load();
  const own = rest.slice(0, command.countOwn?.(rest));
  if (own.includes("--help") || own.includes("-h")) {
    console.log(command.help);
    return ExitCode.done;
  }
  return await command.run(rest);
}

async function overview(): Promise<string> {
  const loaded = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) =>
      [name, (await load()).command] as const
    ),
  );
  const commands = loaded.map(([name, { summary }]) =>
    `  ${name.padEnd(10)}${summary}`
  );
  const run = loaded.find(([name]) => name === "run")?.[1].help ?? "";
  return `rpcbench ${configuration.version}: what does a remote call cost?

Commands:
${commands.join("\n")}

rpcbench COMMAND --help tells more of one.

${run}`;
}

function unknownCommand(name: string): UsageError {
  const commands = Object.keys(COMMANDS);
  const nearest = commands.find((command) => command.startsWith(name)) ??
    closestMatch(name, commands);
  const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return new UsageError(`unknown command "${name}"${hint}`);
}

// `deno run jsr:@x/rpcbench` runs mod.ts, which has nothing but re-exports.
const runnable = [import.meta.url, import.meta.resolve("./mod.ts")];
if (runnable.includes(Deno.mainModule)) Deno.exit(await main(Deno.args));
