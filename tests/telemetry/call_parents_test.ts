import { assert, assertEquals, assertLess } from "@std/assert";
import type { CallRecord } from "../../telemetry/mod.ts";
import { profiledPair } from "./_profiled_pair.ts";
import { ShopService } from "./_shop_service.ts";
import { startProfiledProcess } from "./_profiled_process.ts";

Deno.test("100 trees that grow at once keep their own branches", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  await Promise.all(
    Array.from(
      { length: 100 },
      (_, tree) =>
        root.ask(2, async (turn: number) => {
          await new Promise((resolve) => setTimeout(resolve, (tree * 7) % 5));
          await root.load(tree, turn);
          await root.ping();
        }),
    ),
  );

  const { calls } = pair.telemetry;
  const byId = new Map(calls.map((call) => [call.id, call]));
  const asks = calls.filter(({ name }) => name === "ask");
  assertEquals(asks.length, 100);
  for (const ask of asks) {
    const callbacks = calls.filter(({ parentId }) => parentId === ask.id);
    assertEquals(callbacks.map(({ kind, side }) => `${side} ${kind}`), [
      "server apply",
      "server apply",
    ]);
    for (const callback of callbacks) {
      const below = calls.filter(({ parentId }) => parentId === callback.id);
      assertEquals(below.map(({ name }) => name), ["load", "ping"]);
      assertEquals(below.map(({ depth }) => depth), [3, 3]);
      for (const { traceId } of [callback, ...below]) {
        assertEquals(traceId, ask.traceId);
      }
    }
  }
  const traces = new Set(calls.map(({ traceId }) => traceId));
  assertEquals([traces.size, byId.size], [100, 100 * (1 + 2 + 4)]);
});

Deno.test("what a callback starts and does not await is still its own", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  const started: Promise<unknown>[] = [];
  await root.ask(1, () => {
    started.push(
      new Promise((resolve) => setTimeout(resolve, 5))
        .then(() => root.load(1, 1)),
    );
  });
  await Promise.all(started);
  await root.ping();
  const [ask, callback, load, ping] = pair.telemetry.calls;
  assertEquals([callback.parentId, load.parentId], [ask.id, callback.id]);
  assertEquals(ping.parentId, undefined);
});

Deno.test("with both ends recorded, one tree spans two processes", async () => {
  await using server = await startProfiledProcess();
  const { root, telemetry } = server.profiled;
  await root.ask(2, () => root.ping());

  const { calls } = telemetry;
  assertEquals(treeOf(calls), [
    "client ask here",
    "  server ask there",
    "    client apply there",
    "      server apply here",
    "        client ping here",
    "          server ping there",
    "    client apply there",
    "      server apply here",
    "        client ping here",
    "          server ping there",
  ]);
  assertEquals(new Set(calls.map(({ traceId }) => traceId)).size, 1);
  assertEquals(new Set(calls.map(({ id }) => id)).size, calls.length);
  for (const call of calls) {
    const parent = calls.find(({ id }) => id === call.parentId);
    if (parent === undefined) continue;
    // The clocks of two processes may differ by less than a call takes.
    const early = parent.startedAt - call.startedAt;
    assertLess(early, parent.duration ?? 0);
    const isSameCall = call.side === "server";
    assertEquals(call.depth, isSameCall ? parent.depth : parent.depth + 1);
  }
  const { network_round_trips, total_calls } = telemetry.statistics();
  assertEquals([network_round_trips, total_calls], [3, 3]);
});

Deno.test("an answer tells of a hundred calls under it, and counts the rest", async () => {
  await using pair = await profiledPair(ShopService, { bothEnds: true });
  await pair.client.root.ask(150, () => {});
  const { calls } = pair.telemetry;
  const ofServer = calls.filter(({ parentId, side }) =>
    side === "client" && parentId !== undefined
  );
  assertEquals(ofServer.length, 100);
  const answering = calls.find(({ name, side }) =>
    name === "ask" && side === "server"
  );
  assertEquals(answering?.callsLeftOut, 50);
});

Deno.test("an answering end that is not recorded leaves the tree whole", async () => {
  await using pair = await profiledPair(ShopService);
  await pair.client.root.ask(1, () => pair.client.root.ping());
  const [ask, callback, ping] = pair.telemetry.calls;
  assertEquals([callback.parentId, callback.causeId], [ask.id, ask.id]);
  assertEquals(ping.parentId, callback.id);
});

Deno.test("one telemetry may record both ends", async () => {
  await using pair = await profiledPair(ShopService);
  using _observation = pair.server.observe(pair.telemetry);
  await pair.client.root.ping();
  const [asked, answered, ...more] = pair.telemetry.calls;
  assertEquals([asked.side, answered.side], ["client", "server"]);
  assertEquals(answered.parentId, asked.id);
  assertEquals(more, []);
  assert(asked.connection !== answered.connection);
});

/** The calls, each below the one that caused it. */
function treeOf(
  calls: readonly CallRecord[],
  parent?: CallRecord,
  indent = "",
): string[] {
  return calls.filter(({ parentId }) => parentId === parent?.id)
    .flatMap((call) => {
      const { kind, name, processId, side } = call;
      const where = processId === Deno.pid ? "here" : "there";
      const line = `${indent}${side} ${name || kind} ${where}`;
      return [line, ...treeOf(calls, call, `${indent}  `)];
    });
}
