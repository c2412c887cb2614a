import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import { ConnectionLostError } from "../../rpc/mod.ts";
import {
  createProfiledConnection,
  disableTelemetry,
  enableTelemetry,
  getTelemetry,
  ProfiledConnection,
  profileRpcCalls,
  RpcTelemetry,
} from "../../telemetry/mod.ts";
import { connectedPair } from "../rpc/_connected_pair.ts";
import { startProfiledProcess } from "./_profiled_process.ts";
import { ShopService } from "./_shop_service.ts";

Deno.test("a profiled connection is used as the one it records", async () => {
  await using pair = await connectedPair(ShopService);
  await using profiled = new ProfiledConnection(pair.client);
  assertEquals(await profiled.root.ping(), "pong");
  assertEquals(await profiled.call("ping"), "pong");
  assertEquals(await profiled.with({ timeout: 5 }).ping(), "pong");
  assertEquals(await profiled.batch((root) => root.ping()), "pong");
  assertEquals(profiled.peer, pair.client.peer);
  assertEquals(profiled.telemetry.statistics().total_calls, 4);
});

Deno.test("disposing it closes the connection, whose calls end with that", async () => {
  await using pair = await connectedPair(ShopService);
  const profiled = new ProfiledConnection(pair.client);
  const lost = assertRejects(() => profiled.root.never(), ConnectionLostError);
  await profiled[Symbol.asyncDispose]();
  await lost;
  assertEquals(await profiled.closed, undefined);
  const [call] = profiled.telemetry.calls;
  assertStringIncludes(call.error ?? "", "ConnectionLostError");
});

Deno.test("createProfiledConnection() connects, and takes a telemetry", async () => {
  await using process = await startProfiledProcess();
  const port = Number(process.profiled.peer.split(":")[1]);
  const telemetry = new RpcTelemetry();
  await using one = await createProfiledConnection<ShopService>({
    port,
    telemetry,
  });
  await using other = await createProfiledConnection<ShopService>({
    port,
    telemetry,
  });
  await one.root.ping();
  await other.root.ping();
  assertStrictEquals(one.telemetry, telemetry);
  assertEquals(telemetry.statistics().network_round_trips, 2);
  const made = telemetry.calls.filter(({ side }) => side === "client");
  assertEquals(new Set(made.map(({ connection }) => connection)).size, 2);
});

Deno.test("slow and deep calls are printed at once, if they are to be", async () => {
  const printed: unknown[] = [];
  const { error } = console;
  console.error = (line: unknown) => printed.push(line);
  try {
    await using pair = await connectedPair(ShopService);
    await using profiled = new ProfiledConnection(pair.client, {
      telemetry: new RpcTelemetry({
        slowCallThreshold: 0.02,
        deepStackThreshold: 2,
      }),
      autoPrintOnSlow: true,
      autoPrintOnDeep: true,
    });
    await profiled.root.ask(1, () => profiled.root.sleep(0.03));
  } finally {
    console.error = error;
  }
  const lines = printed.map(String).map((line) => line.replace(/took.*,/, "…"));
  assertEquals(lines.length, 4);
  assertStringIncludes(lines[0], "deep call: sleep() is 3 calls deep, at ");
  assertStringIncludes(lines[1], "slow call: sleep() …");
  assertStringIncludes(lines[2], "slow call: callback()");
  assertStringIncludes(lines[3], "slow call: ask()");
});

Deno.test("profileRpcCalls() returns the result, prints, and leaves the connection open", async () => {
  await using pair = await connectedPair(ShopService);
  const written: string[] = [];
  const write = (summary: string) => written.push(summary);
  const result = await profileRpcCalls(
    pair.client,
    { write, slowCallThreshold: 3 },
    async (profiled) => {
      assertEquals(profiled.telemetry.options.slowCallThreshold, 3);
      return await profiled.root.ping();
    },
  );
  assertEquals(result, "pong");
  assertEquals(written.length, 1);
  assert(/Network round trips +1\n/.test(written[0]));

  const telemetry = new RpcTelemetry();
  await assertRejects(
    () =>
      profileRpcCalls(pair.client, { telemetry, write }, async ({ root }) => {
        await root.ping();
        throw new RangeError("mine");
      }),
    RangeError,
    "mine",
  );
  assertEquals(written.length, 2);

  await pair.client.root.ping();
  assertEquals(telemetry.statistics().total_calls, 1);
  await profileRpcCalls(pair.client, { print: false, write }, () => {});
  assertEquals(written.length, 2);
});

Deno.test("one telemetry records all connections of a process, while it is enabled", async () => {
  assertEquals(getTelemetry(), undefined);
  await using before = await connectedPair(ShopService);
  const telemetry = enableTelemetry({ historyLimit: 10 });
  try {
    assertStrictEquals(getTelemetry(), telemetry);
    await using pair = await connectedPair(ShopService);
    await before.client.root.ping();
    await pair.client.root.ping();
    const { answered_calls, total_calls } = telemetry.statistics();
    assertEquals([total_calls, answered_calls], [1, 1]);
    disableTelemetry();
    await pair.client.root.ping();
  } finally {
    disableTelemetry();
  }
  assertEquals(getTelemetry(), undefined);
  await using after = await connectedPair(ShopService);
  await after.client.root.ping();
  assertEquals(telemetry.statistics().total_calls, 1);
});
