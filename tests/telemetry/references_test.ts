import { assertEquals } from "@std/assert";
import { mark } from "../../telemetry/mod.ts";
import { profiledPair } from "./_profiled_pair.ts";
import { ShopService } from "./_shop_service.ts";

Deno.test("references are followed from their call to their release", async () => {
  await using pair = await profiledPair(ShopService);
  const { telemetry } = pair;
  const users = await pair.client.root.users(3);
  await users[0].name;
  await users[0].greet();
  users[1][Symbol.dispose]();

  const states = () =>
    telemetry.references.map(({ accesses, state }) => [accesses, state]);
  assertEquals(states(), [[2, "active"], [0, "released"], [0, "active"]]);
  const [{ className, createdAt, location, receivedFrom }] =
    telemetry.references;
  assertEquals([className, receivedFrom], ["User", "users"]);
  assertEquals(location, telemetry.calls[0].location);
  assertEquals(createdAt < telemetry.calls[1].startedAt, true);
  assertEquals(telemetry.statistics().references_created, 3);
  assertEquals(telemetry.statistics().active_references, 2);

  await pair.client.close();
  assertEquals(states(), [[2, "closed"], [0, "released"], [0, "closed"]]);
  assertEquals(telemetry.statistics().active_references, 0);
});

Deno.test("a callback is a reference of the end that is given it", async () => {
  await using pair = await profiledPair(ShopService, { bothEnds: true });
  await pair.client.root.ask(2, () => {});
  const [callback] = pair.serverTelemetry.references;
  assertEquals(callback.className, "Function");
  assertEquals(callback.accesses, 2);
  assertEquals(callback.receivedFrom, undefined);
  assertEquals(callback.state, "released");
});

Deno.test("references are not followed unless they are to be", async () => {
  await using pair = await profiledPair(ShopService, {
    telemetry: { trackReferences: false },
  });
  using user = await mark.section(
    "untracked",
    () => pair.client.root.user(1),
  );
  await user.name;
  assertEquals(pair.telemetry.references, []);
  assertEquals(pair.telemetry.sections()[0].references_created, 0);
  assertEquals(pair.telemetry.statistics().references_created, 0);
  assertEquals(pair.telemetry.statistics().total_calls, 2);
});
