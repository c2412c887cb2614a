import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { deflateRawSync } from "node:zlib";
import { scenarioPayload } from "../../../benchmarks/scenarios/scenario_payload.ts";

for (const size of [1024, 102_400]) {
  Deno.test(`a compressible payload of ${size} bytes is well below half its size compressed`, () => {
    const bytes = scenarioPayload(size, "compressible");
    assertEquals(bytes.length, size);
    assertLess(deflateRawSync(bytes).length, 0.5 * size);
    assertGreater(deflateRawSync(bytes).length, 0.02 * size);
  });

  Deno.test(`a random payload of ${size} bytes is not smaller compressed`, () => {
    const bytes = scenarioPayload(size, "random");
    assertEquals(bytes.length, size);
    assertGreater(deflateRawSync(bytes).length, 0.99 * size);
  });
}

Deno.test("a payload may be shorter than a word", () => {
  assertEquals(scenarioPayload(2, "compressible").length, 2);
});
