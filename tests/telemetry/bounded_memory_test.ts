import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import type { ObservedCall } from "../../rpc/mod.ts";
import {
  formatFullReport,
  formatReferenceReport,
  RpcTelemetry,
} from "../../telemetry/mod.ts";
import { profiledPair } from "./_profiled_pair.ts";
import { ShopService } from "./_shop_service.ts";

/** Makes calls as a connection would tell of them, without one. */
function makeCalls(
  telemetry: RpcTelemetry,
  count: number,
  describe: (i: number) => Partial<ObservedCall>,
): void {
  const connection = telemetry.connected({ peer: "127.0.0.1:1" });
  const args: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const call = {
      kind: "call" as const,
      name: "ping",
      reference: undefined,
      args,
      ...describe(i),
    };
    const observer = connection.calling(call);
    observer?.sent(50, i + 1);
    observer?.ended({ ok: true, value: null, bytes: 20, references: [] });
  }
}

Deno.test("a million calls leave the history, the counts, and no more", () => {
  const telemetry = new RpcTelemetry({ historyLimit: 1000 });
  const names = Array.from({ length: 50 }, (_, i) => `method${i}`);
  makeCalls(telemetry, 200_000, (i) => ({ name: names[i % 50] }));
  const before = Deno.memoryUsage().heapUsed;
  makeCalls(telemetry, 800_000, (i) => ({ name: names[i % 50] }));
  const growth = Deno.memoryUsage().heapUsed - before;

  const statistics = telemetry.statistics();
  assertEquals(statistics.total_calls, 1_000_000);
  assertEquals(statistics.network_round_trips, 1_000_000);
  assertEquals(statistics.bytes_out, 50_000_000);
  assertEquals(statistics.methods.length, 50);
  assertEquals(telemetry.calls.length, 1000);
  // Garbage that was not collected yet is in there, but a record of each is not.
  assertLess(growth, 100 * 1024 * 1024);
});

Deno.test("names that are made up are counted as others", () => {
  const telemetry = new RpcTelemetry();
  makeCalls(telemetry, 5000, (i) => ({ name: `made up ${i}` }));
  const { methods, total_calls } = telemetry.statistics();
  assertEquals(total_calls, 5000);
  assertEquals(methods.length, 1001);
  assertEquals(methods.find(({ name }) => name === "(others)")?.calls, 4000);
});

Deno.test("what a record holds is short, whatever a call's name and error are", () => {
  const telemetry = new RpcTelemetry();
  const connection = telemetry.connected({ peer: "127.0.0.1:1" });
  const call = {
    kind: "call",
    name: "n".repeat(1_000_000),
    reference: undefined,
    args: [],
  } as const;
  const error = new Error("e".repeat(1_000_000));
  connection.calling(call)?.ended({ ok: false, error, bytes: 0 });
  assertLess(JSON.stringify(telemetry.calls).length, 5000);
});

Deno.test("of a million references, the latest are known and all are counted", () => {
  const telemetry = new RpcTelemetry({ historyLimit: 100 });
  const connection = telemetry.connected({ peer: "127.0.0.1:1" });
  for (let id = 1; id <= 1_000_000; id++) {
    connection.received({ id, className: "User" });
    connection.released({ id, className: "User" }, "program");
  }
  connection.received({ id: 1_000_001, className: "User" });
  const { active_references, references_created } = telemetry.statistics();
  assertEquals([references_created, active_references], [1_000_001, 1]);
  assertEquals(telemetry.references.length, 100);
  const latest = telemetry.references.at(-1);
  assert(latest?.state === "active" && latest.id === 1_000_001);
});

Deno.test("as many references as can be kept can be reported", () => {
  const telemetry = new RpcTelemetry({ historyLimit: 1_000_000 });
  const connection = telemetry.connected({ peer: "127.0.0.1:1" });
  for (let id = 1; id <= 200_000; id++) {
    connection.received({ id, className: "User" });
  }
  assertMatch(formatReferenceReport(telemetry), /User × 200,000 /);
});

Deno.test("calls that each start the next one grow no tree without an end", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  const calls: Promise<unknown>[] = [];
  const last = Promise.withResolvers<void>();
  function next(): void {
    if (calls.length === 2000) last.resolve();
    else calls.push(root.ask(1, next));
  }
  next();
  await last.promise;
  await Promise.all(calls);
  assertEquals(pair.telemetry.statistics().max_depth, 500);
  assertStringIncludes(formatFullReport(pair.telemetry), "ask()");
});

Deno.test("a history of none keeps the counts", () => {
  const telemetry = new RpcTelemetry({ historyLimit: 0 });
  makeCalls(telemetry, 10, () => ({}));
  assertEquals(telemetry.calls, []);
  assertEquals(telemetry.statistics().total_calls, 10);
});
