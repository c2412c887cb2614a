import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { mark, type RpcTelemetry } from "../../telemetry/mod.ts";
import { profiledPair } from "./_profiled_pair.ts";
import { ShopService } from "./_shop_service.ts";

/** Name, entries, round trips and references of each section. */
function sectionsOf(
  telemetry: RpcTelemetry,
): [string, number, number, number][] {
  return telemetry.sections().map((section) => [
    section.name,
    section.entries,
    section.network_round_trips,
    section.references_created,
  ]);
}

Deno.test("sections count what is called in them, and in those within", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  const answer = await mark.section("outer", async () => {
    const users = await root.users(2);
    for (const user of users) {
      await mark.section("inner", () => user.name);
    }
    return users.length;
  });
  await root.ping();

  assertEquals(answer, 2);
  assertEquals(sectionsOf(pair.telemetry), [
    ["outer", 1, 3, 2],
    ["outer/inner", 2, 2, 0],
  ]);
  const [outer, inner] = pair.telemetry.sections();
  assert(0 < inner.duration && inner.duration < outer.duration);
  const marked = pair.telemetry.calls.map(({ section }) => section);
  assertEquals(marked, ["outer", "outer/inner", "outer/inner", undefined]);
});

Deno.test("sections that run at once do not mix", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  const run = (name: string, calls: number) =>
    mark.section(name, async () => {
      for (let i = 0; i < calls; i++) await root.ping();
    });
  await Promise.all([run("five", 5), run("nine", 9), run("none", 0)]);
  assertEquals(sectionsOf(pair.telemetry), [
    ["five", 1, 5, 0],
    ["nine", 1, 9, 0],
    ["none", 1, 0, 0],
  ]);
});

Deno.test("a section passes on what its function returns or throws", async () => {
  await using pair = await profiledPair(ShopService);
  assertEquals(mark.section("sync", () => 7), 7);
  assertThrows(() =>
    mark.section("throws", () => {
      throw new RangeError("no");
    }), RangeError);
  await assertRejects(
    () => mark.section("rejects", () => Promise.reject(new RangeError("no"))),
    RangeError,
  );
  await pair.client.root.ping();
  assertEquals(pair.telemetry.calls[0].section, undefined);
  const names = pair.telemetry.sections().map(({ name }) => name);
  assertEquals(names, ["sync", "throws", "rejects"]);
});

Deno.test("sections may begin and end apart", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  mark.start("load");
  await root.ping();
  mark.start("parse");
  await root.ping();
  mark.end("parse");
  mark.end("load");
  await root.ping();
  assertEquals(sectionsOf(pair.telemetry), [
    ["load", 1, 2, 0],
    ["load/parse", 1, 1, 0],
  ]);
});

Deno.test("a reset begins to count sections anew", async () => {
  await using pair = await profiledPair(ShopService);
  await mark.section("again", () => pair.client.root.ping());
  pair.telemetry.reset();
  assertEquals(pair.telemetry.sections(), []);
  await mark.section("again", () => pair.client.root.ping());
  assertEquals(sectionsOf(pair.telemetry), [["again", 1, 1, 0]]);
});

Deno.test("a section that was not started cannot be ended", () => {
  assertThrows(
    () => mark.end("never started"),
    Error,
    'mark.end("never started"): no such section was started',
  );
  assertThrows(() => mark.start(""), TypeError, 'name is ""');
});
