import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

Deno.test("deno bench runs our harnesses, of which one is run here", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bench",
      "--quiet",
      "--no-check",
      "-A",
      "--json",
      "--filter=histogram",
      "tests/bench/recorder_bench.ts",
    ],
    cwd: fileURLToPath(import.meta.resolve("../../")),
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const { benches } = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(
    benches.map(({ name, group }: Record<string, unknown>) => [group, name]),
    [["summarize 10,000", "recorder, histogram"]],
  );
});
