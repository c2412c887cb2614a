import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
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
