import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { Profiling } from "../../../benchmarks/mod.ts";
import { connect } from "../../../rpc/mod.ts";
import { RpcServer, ThisProcess } from "../../../servers/mod.ts";
import { ServiceModule } from "../../servers/_service_module.ts";

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function plantedWork(milliseconds: number): number {
  const end = performance.now() + milliseconds;
  let sum = 0;
  while (performance.now() < end) {
    for (let i = 0; i < 1000; i++) sum += Math.sqrt(i);
  }
  return sum;
}

Deno.test("what blocked this process at a time is found, and when it was idle", async () => {
  await using profiling = await Profiling.start({ heapInterval: 0 });
  await pause(100);
  const begin = performance.now();
  plantedWork(100);
  const end = performance.now();
  await pause(100);
  const run = await profiling.stop();
  const [during] = run.activityBetween(begin, end).client;
  assertEquals(during.mostly, "running");
  assertGreater(during.running, during.idle + during.garbage_collection);
  const planted = run.toJSON().client.cpu.by_total.find(({ name }) =>
    name === "plantedWork"
  );
  assertGreater(planted?.total ?? 0, 0.05);
  assertEquals(planted?.origin, { kind: "program", name: "tests/" });
  assert(during.event_loop_delay !== undefined);
  assertGreater(during.event_loop_delay, 0.08);
  const [before] = run.activityBetween(begin - 60, begin - 10).client;
  assertEquals(before.mostly, "idle");
  assertLess(before.event_loop_delay ?? 0, during.event_loop_delay);
});

Deno.test("garbage collection is told from other work, on both ends", async () => {
  await using module = await ServiceModule.write(`
    const kept = Array.from({ length: 5e5 }, (_, i) => ({ i }));
    export default class { count() { return kept.length; } }`);
  await using server = await RpcServer.start({
    inspectable: true,
    port: 0,
    service: module.url,
  });
  await using client = new ThisProcess();
  const kept = Array.from({ length: 5e5 }, (_, i) => ({ i }));
  await using profiling = await Profiling.start({
    server,
    client,
    heapInterval: 0,
  });
  const begin = performance.now();
  // What is on the heap has to be visited, and takes most of the time.
  for (let i = 0; i < 2; i++) await client.state({ collectGarbage: true });
  const middle = performance.now();
  for (let i = 0; i < 2; i++) await server.state({ collectGarbage: true });
  const end = performance.now();
  const run = await profiling.stop();
  const [here] = run.activityBetween(begin, middle).client;
  const [there] = run.activityBetween(middle, end).server;
  assertEquals(kept.length, 5e5);
  assertGreater(here.garbage_collection, here.running);
  assertGreater(there.garbage_collection, there.running);
  const [idle] = run.activityBetween(begin, middle).server;
  assertLess(idle.garbage_collection, there.garbage_collection / 2);
});

Deno.test("what blocked the server is found at the time that the client saw", async () => {
  await using module = await ServiceModule.write(`
    function plantedWork(milliseconds) {
      const end = performance.now() + milliseconds;
      let sum = 0;
      while (performance.now() < end) for (let i = 0; i < 1000; i++) sum += Math.sqrt(i);
      return sum;
    }
    export default class {
      block(milliseconds) { return plantedWork(milliseconds); }
      ping() { return "pong"; }
    }`);
  await using server = await RpcServer.start({
    inspectable: true,
    port: 0,
    service: module.url,
  });
  await using connection = await connect(server);
  await using profiling = await Profiling.start({ server, heapInterval: 0 });
  await connection.call("ping");
  await pause(100);
  const begin = performance.now();
  await connection.call("block", [100]);
  const end = performance.now();
  await pause(100);
  const run = await profiling.stop();
  const { client: [client], server: [during] } = run.activityBetween(
    begin,
    end,
  );
  assertEquals([client.mostly, during.mostly], ["idle", "running"]);
  assert(during.event_loop_delay !== undefined);
  assertGreater(during.event_loop_delay, 0.08);
  const [after] = run.activityBetween(end + 10, end + 60).server;
  assertEquals(after.mostly, "idle");
});

Deno.test("a moment of one process is the same of another, as exactly as is said", async () => {
  await using module = await ServiceModule.write(
    `export default class { now() { return performance.now(); } }`,
  );
  await using server = await RpcServer.start({
    inspectable: true,
    port: 0,
    service: module.url,
  });
  await using connection = await connect<{ now(): number }>(server);
  await using profiling = await Profiling.start({ server, heapInterval: 0 });
  await connection.root.now();
  const before = performance.now();
  const there = await connection.root.now();
  const after = performance.now();
  const run = await profiling.stop();
  assert(run.server !== undefined);
  const [{ clock: here }] = run.client.processes;
  const [{ clock: other }] = run.server.processes;
  const room = here.accuracy + other.accuracy;
  const moment = other.origin + there / 1000;
  assertGreater(moment, here.origin + before / 1000 - room);
  assertLess(moment, here.origin + after / 1000 + room);
  // Else it would say nothing; on a machine that is not busy it is 1 or 2 ms.
  assertLess(room, 0.2);
});
