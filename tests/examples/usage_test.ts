import { assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { EXAMPLES } from "./_example.ts";
import { runExampleHere } from "./_example_here.ts";

for await (const { name, isFile } of Deno.readDir(new URL(EXAMPLES))) {
  if (!isFile) continue;
  Deno.test(`${name} answers an unknown flag with its usage`, async () => {
    const { code, text, errors } = await runExampleHere(
      name.replace(/\.ts$/, ""),
      ["--no-such-flag"],
    );
    assertEquals([code, text], [2, ""]);
    assertStringIncludes(errors, "unknown argument --no-such-flag");
    assertStringIncludes(errors, `usage: ${name}`);
    assertLess(errors.split("\n").length, 4);
  });
}
