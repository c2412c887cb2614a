import { assertEquals, assertLess } from "@std/assert";
import { startServerProcess } from "./_server_process.ts";
import type { StreamOutcome } from "./_stream_client_program.ts";

const CONFIG = programPath("../../deno.json");
const SERVER = programPath("./_stream_server_program.ts");
const CLIENT = programPath("./_stream_client_program.ts");

const MEBIBYTE = 1024 * 1024;
/** With 4096 MiB it is the same, and takes a while. */
const LENGTH = 512 * MEBIBYTE;

function programPath(relative: string): string {
  return new URL(import.meta.resolve(relative)).pathname;
}

Deno.test("a long stream costs neither end memory, in either direction", async () => {
  await using server = await startServerProcess(SERVER);
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--config", CONFIG, "--allow-net", "--allow-sys"],
      ...[CLIENT, `${server.port}`, `${LENGTH}`],
    ],
    stderr: "inherit",
  }).output();
  assertEquals(success, true);
  const outcomes = new TextDecoder().decode(stdout).trim().split("\n")
    .map((line): StreamOutcome => JSON.parse(line));
  assertEquals(outcomes.length, 4);
  for (const { name, bytes, growth } of outcomes) {
    assertEquals(bytes, LENGTH);
    for (const [end, grown] of Object.entries(growth)) {
      assertLess(grown, 64 * MEBIBYTE, `the ${end} of the ${name}`);
    }
  }
});
