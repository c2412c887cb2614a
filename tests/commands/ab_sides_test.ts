import { assert, assertEquals, assertRejects } from "@std/assert";
import { AB_FLAGS } from "../../commands/_ab_flags.ts";
import { openSides } from "../../commands/_ab_sides.ts";
import { parseFlags } from "../../commands/_flags.ts";
import { createRpcConnection } from "../../servers/mod.ts";

Deno.test("a server of ours is started anew, and one that runs already is not", async () => {
  const { values } = parseFlags("ab", AB_FLAGS, []);
  await using sides = await openSides(
    ["rpc_threaded", "rpc://[::1]:9"],
    values,
  );
  assertEquals(sides.b.startAnew, undefined);
  const first = sides.a.specification;
  assert(first.kind === "rpc");

  await sides.a.startAnew?.();
  const second = sides.a.specification;
  assert(second.kind === "rpc");
  await using connection = await createRpcConnection({ port: second.port });
  assertEquals(await connection.call("ping"), "pong");
  await assertRejects(() => createRpcConnection({ port: first.port }));
});
