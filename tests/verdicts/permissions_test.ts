import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

Deno.test("verdicts load without any permission, as services do that import all of the package", async () => {
  const module = fileURLToPath(import.meta.resolve("../../verdicts/mod.ts"));
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", module],
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
});
