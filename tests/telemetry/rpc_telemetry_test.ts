import {
  assert,
  assertEquals,
  assertGreater,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { ConnectionLostError, RpcConnection } from "../../rpc/mod.ts";
import { RpcTelemetry } from "../../telemetry/mod.ts";
import { CountedWrites } from "../rpc/_counted_writes.ts";
import { TCP } from "../rpc/_transport_kinds.ts";
import { startServerProcess } from "../rpc/_server_process.ts";
import { profiledPair } from "./_profiled_pair.ts";
import { ShopService } from "./_shop_service.ts";

Deno.test("calls, failures and bytes are counted, by method", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  for (let i = 0; i < 3; i++) await root.ping();
  await root.store(new Uint8Array(5000));
  await assertRejects(() => root.fail(), TypeError);

  const statistics = pair.telemetry.statistics();
  assertEquals(statistics.total_calls, 5);
  assertEquals(statistics.failed_calls, 1);
  assertEquals(statistics.answered_calls, 0);
  assertEquals(statistics.current_depth, 0);
  assertEquals(statistics.max_depth, 1);
  assertGreater(statistics.bytes_out, 5000);
  const calls = statistics.methods.map((it) => [it.name, it.calls, it.failed]);
  assertEquals(calls.sort(), [["fail", 1, 1], ["ping", 3, 0], ["store", 1, 0]]);
  for (const { mean, p50, p99, total } of statistics.methods) {
    assert(0 < mean && mean <= total);
    assert(0 < p50 && p50 <= p99 && p99 <= total);
  }
});

Deno.test("round trips are the frames that a connection writes", async () => {
  await using listening = await TCP.listen();
  const accepted = listening.accept();
  const counted = new CountedWrites(await TCP.connect(listening.port));
  const [client, server] = await Promise.all([
    RpcConnection.open<ShopService>(counted),
    RpcConnection.open(await accepted, { service: ShopService }),
  ]);
  await using _client = client, _server = server;
  const telemetry = new RpcTelemetry();
  using _observation = client.observe(telemetry);
  counted.writes = 0;

  for (let i = 0; i < 10; i++) await client.root.ping();
  // Held to the end: what is released leaves in frames of its own.
  using first = client.root.user(1);
  await first.name;
  await client.batch((root) =>
    Promise.all(Array.from({ length: 20 }, () => root.ping()))
  );
  using user = await client.root.user(2);
  await user.name;
  await user.greet();

  const { network_round_trips, total_calls } = telemetry.statistics();
  assertEquals(network_round_trips, counted.writes);
  assertEquals([network_round_trips, total_calls], [15, 35]);
});

Deno.test("a record says what was called, on what, and how it ended", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  using user = await root.user(7);
  await user.name;
  await root.fail().catch(() => {});

  const [called, read, failed] = pair.telemetry.calls;
  assertEquals(called.kind, "call");
  assertEquals(called.name, "user");
  assertEquals(called.side, "client");
  assertEquals(called.processId, Deno.pid);
  assertEquals(called.receivedReferences.map((it) => it.className), ["User"]);
  assertEquals([read.kind, read.name], ["get", "name"]);
  assertEquals(read.reference, called.receivedReferences[0]);
  assertEquals(failed.error, "TypeError: out of stock");
  for (const call of [called, read, failed]) {
    assertEquals(call.depth, 1);
    assert(call.id.length === 16 && call.traceId.length === 32);
    assert(call.duration !== undefined && call.duration > 0);
    assert(Math.abs(call.startedAt - Date.now() / 1000) < 60);
  }
  assertGreater(failed.startedAt, called.startedAt);
});

Deno.test("calls that share a frame share a round trip", async () => {
  await using pair = await profiledPair(ShopService);
  assertEquals(await pair.client.root.user(1).name, "user 1");
  const [user, name] = pair.telemetry.calls;
  assertEquals([user.name, name.name], ["user", "user().name"]);
  assertEquals(user.roundTrip, name.roundTrip);
  assertEquals(pair.telemetry.statistics().network_round_trips, 1);
});

Deno.test("slow and deep calls are told as they happen, and are kept", async () => {
  const told: string[] = [];
  await using pair = await profiledPair(ShopService, {
    telemetry: {
      slowCallThreshold: 0.02,
      deepStackThreshold: 2,
      onSlowCall: ({ name }) => told.push(`slow ${name}`),
      onDeepCall: ({ name }) => told.push(`deep ${name}`),
    },
  });
  const { root } = pair.client;
  await root.ask(1, () => root.ping());
  await root.sleep(0.05);
  assert(told.includes("deep ping"));
  assert(told.includes("slow sleep"));
  assertEquals(pair.telemetry.slowCalls.at(-1)?.name, "sleep");
  const [stack] = pair.telemetry.deepStacks;
  assertEquals(stack.map(({ kind, name }) => `${kind} ${name}`), [
    "call ask",
    "apply ",
    "call ping",
  ]);
});

Deno.test("a listener that throws is its program's failure, not the call's", async () => {
  const failure = new Error("from the listener");
  const reported = Promise.withResolvers<unknown>();
  const listen = (event: ErrorEvent) => {
    event.preventDefault();
    reported.resolve(event.error);
  };
  addEventListener("error", listen);
  try {
    await using pair = await profiledPair(ShopService, {
      telemetry: {
        slowCallThreshold: 0,
        onSlowCall: () => {
          throw failure;
        },
      },
    });
    assertEquals(await pair.client.root.ping(), "pong");
    assertEquals(await reported.promise, failure);
  } finally {
    removeEventListener("error", listen);
  }
});

Deno.test("nothing is recorded while it is not enabled", async () => {
  await using pair = await profiledPair(ShopService, {
    telemetry: { enabled: false },
  });
  await pair.client.root.user(1);
  assertEquals(pair.telemetry.calls, []);
  pair.telemetry.enabled = true;
  await pair.client.root.ping();
  pair.telemetry.enabled = false;
  await pair.client.root.ping();
  assertEquals(pair.telemetry.calls.map(({ name }) => name), ["ping"]);
});

Deno.test("a reset forgets all but the references that are held", async () => {
  await using pair = await profiledPair(ShopService);
  const user = await pair.client.root.user(1);
  pair.telemetry.reset();
  const before = pair.telemetry.statistics();
  assertEquals([before.total_calls, before.network_round_trips], [0, 0]);
  assertEquals([before.references_created, before.active_references], [0, 1]);
  assertEquals(pair.telemetry.calls, []);
  user[Symbol.dispose]();
  await pair.client.root.ping();
  const after = pair.telemetry.statistics();
  assertEquals([after.total_calls, after.active_references], [1, 0]);
});

Deno.test("calls under way are known until they end, by whatever end", async () => {
  await using server = await startServerProcess();
  const socket = await TCP.connect(server.port);
  await using connection = await RpcConnection.open<{ never(): void }>(socket);
  const telemetry = new RpcTelemetry();
  using _observation = connection.observe(telemetry);
  const lost = assertRejects(
    () => connection.root.never(),
    ConnectionLostError,
  );
  assertEquals(telemetry.callsUnderWay.map(({ name }) => name), ["never"]);
  assertEquals(telemetry.statistics().current_depth, 1);
  server.kill("SIGKILL");
  await lost;
  const [call] = telemetry.calls;
  assert(call.error?.startsWith("ConnectionLostError: "));
  assert(call.duration !== undefined);
  assertEquals(telemetry.callsUnderWay, []);
});

Deno.test("a callback that never returns ends with its caller's patience", async () => {
  await using pair = await profiledPair(ShopService);
  const patient = pair.client.with({ timeout: 0.1 });
  await assertRejects(() => patient.ask(1, () => new Promise(() => {})));
  const [ask, callback] = pair.telemetry.calls;
  assert(ask.error?.startsWith("CallTimeoutError: "));
  assertEquals(callback.parentId, ask.id);
  assertEquals(callback.duration, undefined);
});

Deno.test("a wrong option is named, with what it takes", () => {
  const wrong = [
    [{ slowCallThreshold: -1 }, "slowCallThreshold is -1; it takes a number"],
    [{ slowCallThreshold: NaN }, "slowCallThreshold is NaN; it takes a number"],
    [{ deepStackThreshold: 0 }, "deepStackThreshold is 0; it takes a whole"],
    [{ historyLimit: 1.5 }, "historyLimit is 1.5; it takes a whole number"],
    [{ historyLimit: 1e9 }, "historyLimit is 1000000000; it takes a whole"],
  ] as const;
  for (const [options, message] of wrong) {
    assertThrows(() => new RpcTelemetry(options), RangeError, message);
  }
});
