import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertRejects,
} from "@std/assert";
import { ConnectionLostError } from "../../rpc/mod.ts";
import { createRpcConnection, RpcServer } from "../../servers/mod.ts";
import { Connections } from "./_connections.ts";
import {
  assertEnded,
  childrenOf,
  eventually,
  socketsOf,
} from "./_process_tree.ts";

Deno.test("a forking server has a process for each connection, for as long as that lasts", async () => {
  await using server = await RpcServer.start({ mode: "forking", port: 0 });
  const pids = await (async () => {
    await using connections = await Connections.open(server, 8);
    const pids = await connections.map((root) => root.processId());
    assertEquals(new Set(pids).size, 8);
    // The connection that proved the server's start may not be gone yet.
    const eight = async () => (await childrenOf(server.pid)).length === 8;
    assert(await eventually(eight, 5), "there are not 8 more processes");
    const sorted = pids.toSorted();
    assertEquals((await childrenOf(server.pid)).toSorted(), sorted);
    const told = () => server.processIds().length === 9;
    assert(await eventually(told, 5), "the server does not know its processes");
    assertEquals(
      server.processIds().toSorted(),
      [server.pid, ...pids].toSorted(),
    );
    assertEquals(await connections.map((root) => root.processId()), pids);
    return pids;
  })();
  await assertEnded(pids, 5);
  const forgotten = () => server.processIds().length === 1;
  assert(
    await eventually(forgotten, 5),
    "it still counts processes that ended",
  );
});

Deno.test("a threaded server answers all connections from one process", async () => {
  await using server = await RpcServer.start({ port: 0 });
  await using connections = await Connections.open(server, 8);
  const pids = await connections.map((root) => root.processId());
  assertEquals(new Set(pids), new Set([server.pid]));
  assertEquals(await childrenOf(server.pid), []);
});

Deno.test("killing the process of one connection hurts only that one", async () => {
  await using server = await RpcServer.start({ mode: "forking", port: 0 });
  await using connections = await Connections.open(server, 2);
  const victim = await createRpcConnection(server);
  const call = assertRejects(() => victim.root.sleep(60), ConnectionLostError);
  const others = connections.map((root) => root.sleep(0.5));
  Deno.kill(await victim.root.processId(), "SIGKILL");
  await call;
  assert(await victim.closed instanceof ConnectionLostError);
  await others;
  assertEquals(await connections.map((root) => root.ping()), ["pong", "pong"]);
  await using another = await createRpcConnection(server);
  assertEquals(await another.root.ping(), "pong");
});

Deno.test("a supervisor keeps nothing of a connection that it handed over", async () => {
  await using server = await RpcServer.start({ mode: "forking", port: 0 });
  const before = await socketsOf(server.pid);
  const count = 10;
  for (let i = 0; i < count; i++) {
    await using connection = await createRpcConnection(server);
    await connection.root.ping();
  }
  // The runtime opens a few for itself, as it needs them.
  let more = count;
  await eventually(async () => {
    more = await socketsOf(server.pid) - before;
    return more < count;
  }, 5);
  assertLess(more, count);
});

Deno.test("a connection that closes before it is handed over leaves no process", async () => {
  await using server = await RpcServer.start({ mode: "forking", port: 0 });
  for (let i = 0; i < 4; i++) (await Deno.connect(server)).close();
  await using connection = await createRpcConnection(server);
  const pid = await connection.root.processId();
  const alone = async () => `${await childrenOf(server.pid)}` === `${pid}`;
  assert(await eventually(alone, 10), "other processes are left");
});

Deno.test("work of two clients takes a forking server less time than a threaded one", async () => {
  await using threaded = await RpcServer.start({ port: 0 });
  await using forking = await RpcServer.start({ mode: "forking", port: 0 });
  await using toThreaded = await Connections.open(threaded, 2);
  await using toForking = await Connections.open(forking, 2);
  const secondsOf = async (connections: Connections) => {
    const start = performance.now();
    for (let i = 0; i < 3; i++) {
      await connections.map((root) => root.compute(20_000_000));
    }
    return (performance.now() - start) / 1000;
  };
  await Promise.all([toThreaded, toForking].map(secondsOf)); // to warm up
  // The processors are not the test's alone: the best of several attempts counts.
  const ratios: number[] = [];
  while (ratios.length < 20 && Math.max(...ratios) < 1.3) {
    const forked = await secondsOf(toForking);
    ratios.push(await secondsOf(toThreaded) / forked);
  }
  assertGreater(Math.max(...ratios), 1.3, `${ratios}`);
});
