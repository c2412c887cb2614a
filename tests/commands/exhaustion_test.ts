import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ServiceModule } from "../servers/_service_module.ts";

const CLI = fileURLToPath(import.meta.resolve("../../cli.ts"));

/** Takes something away in a shell, then runs the command line in its place. */
function commandAfter(
  taken: string,
  args: readonly string[],
  [program, ...before]: readonly string[] = ["sh"],
): Deno.Command {
  return new Deno.Command(program, {
    args: [
      ...before,
      "-c",
      `${taken} && exec "$@"`,
      "sh",
      ...[Deno.execPath(), "run", "--quiet", "-A", CLI, ...args],
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
  });
}

/** Puts a server under load by more connections than there is room for. */
function loadTo(output: string): string[] {
  return [
    ...["load", "--server=rpc_threaded", "ping", "--connections=100"],
    ...["--duration=300ms", "--diagnose", `--output=${output}`],
  ];
}

/** Whether this user may make a network that has ports of its own. */
async function mayMakeNetworks(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("unshare", {
      args: ["-rn", "ip", "link", "set", "lo", "up"],
      stderr: "null",
    }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test({
  name:
    "load that may open no more files says so, and still writes its results",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using files = await ServiceModule.write("");
    const output = join(files.folder, "results.json");
    const { code, stdout } = await commandAfter("ulimit -n 64", loadTo(output))
      .output();
    assertEquals(code, 0);
    const shown = new TextDecoder().decode(stdout);
    assertMatch(shown, /: connections are refused or lost \(certain\)/);
    assertMatch(shown, /No file could be opened for further connections/);
    const { rpc_threaded } = JSON.parse(await Deno.readTextFile(output));
    const [{ examples }] = rpc_threaded.load[0].connection_errors;
    assertMatch(examples[0], /open files/);
  },
});

Deno.test({
  name: "load that has no port left says so",
  ignore: !await mayMakeNetworks(),
  fn: async () => {
    await using files = await ServiceModule.write("");
    const { code, stdout } = await commandAfter(
      "ip link set lo up && " +
        'echo "40000 40019" > /proc/sys/net/ipv4/ip_local_port_range',
      loadTo(join(files.folder, "results.json")),
      ["unshare", "-rn", "sh"],
    ).output();
    assertEquals(code, 0);
    const shown = new TextDecoder().decode(stdout);
    assertMatch(shown, /: connections are refused or lost \(certain\)/);
    assertMatch(shown, /No port was left for further connections/);
  },
});
