import {
  assert,
  assertEquals,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { connectedPair } from "./_connected_pair.ts";
import { EchoService } from "./_echo_service.ts";

const DEEP: Record<string, (inner: unknown) => unknown> = {
  "arrays": (inner) => [inner],
  "objects": (inner) => ({ inner }),
  "objects with an own __proto__": (inner) =>
    Object.defineProperty({}, "__proto__", { value: inner, enumerable: true }),
  "maps": (inner) => new Map([[1, inner]]),
  "map keys": (inner) => new Map([[inner, 1]]),
  "sets": (inner) => new Set([inner]),
  "errors": (inner) => new Error("", { cause: inner }),
};

for (const [name, wrap] of Object.entries(DEEP)) {
  Deno.test(`100,000 levels of ${name} are not sent`, async () => {
    await using pair = await connectedPair(EchoService);
    let deep: unknown = [];
    for (let i = 0; i < 100_000; i++) deep = wrap(deep);
    const error = await assertRejects(
      () => pair.client.root.echo(deep),
      RangeError,
    );
    assertStringIncludes(error.message, "nested deeper than the 256 levels");
    assertLess(error.message.length, 1000);
    assertEquals(await pair.client.root.echo("still here"), "still here");
  });

  Deno.test(`${name} may nest to the limit, and not beyond`, async () => {
    for (const nestingDepth of [1, 10, 500]) {
      await using pair = await connectedPair(EchoService, {
        client: { limits: { nestingDepth } },
        server: { limits: { nestingDepth } },
      });
      // What lies in the innermost container must not count as one more.
      const leaves = [1, new Date(0), /x/, 2n ** 70n, new Uint8Array(9).buffer];
      for (const leaf of [...leaves, new Uint8Array(5000), "\ud800", -0]) {
        let value: unknown = leaf;
        for (let i = 0; i < nestingDepth; i++) value = wrap(value);
        assert(await pair.client.root.echo(value));
        await assertRejects(
          () => pair.client.root.echo(wrap(value)),
          RangeError,
          `nested deeper than the ${nestingDepth} levels`,
        );
      }
    }
  });
}
