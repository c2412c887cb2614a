import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { observeConnections } from "../../rpc/mod.ts";
import {
  createRpcConnection,
  HttpServer,
  RpcServer,
  type RpcServerMode,
} from "../../servers/mod.ts";
import { DEFAULT_HTTP_PORT, DEFAULT_RPC_PORT } from "../../servers/defaults.ts";
import {
  assertEnded,
  descendantsOf,
  eventually,
  stillRunning,
} from "./_process_tree.ts";
import { hasIpv6 } from "./_ipv6.ts";
import { SERVER_KINDS } from "./_server_kinds.ts";

const MODES: readonly RpcServerMode[] = ["threaded", "forking"];

for (const { name, start, request } of SERVER_KINDS) {
  Deno.test(`${name} serves, and leaves no process when it stops`, async () => {
    const pids = await (async () => {
      await using server = await start();
      assert(await request(server));
      const [pid] = server.processIds();
      return [pid, ...await descendantsOf(pid)];
    })();
    assertEquals(await stillRunning(pids), []);
  });

  Deno.test({
    name: `${name} listens on an IPv6 address`,
    ignore: !hasIpv6(),
    async fn() {
      await using server = await start("::1");
      assert(await request(server));
    },
  });
}

for (const mode of MODES) {
  Deno.test(`rpc_${mode} stops with connections open and a call under way`, async () => {
    const server = await RpcServer.start({ mode, port: 0 });
    await using connection = await createRpcConnection(server);
    const call = assertRejects(() => connection.root.sleep(60));
    const pids = [server.pid, ...await descendantsOf(server.pid)];
    assertEquals(pids.length, mode === "forking" ? 2 : 1);
    await server.stop();
    assertEquals(await stillRunning(pids), []);
    await call;
    await server.stop(); // once more does no harm
  });

  Deno.test(`rpc_${mode} tells that a named port is taken`, async () => {
    using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = taken.addr;
    const error = await assertRejects(
      () => RpcServer.start({ mode, port }),
      Error,
    );
    assertStringIncludes(error.message, `port ${port} of 127.0.0.1 is taken`);
  });

  Deno.test(`rpc_${mode} takes a free port if the default one is taken, and says so`, async () => {
    using _taken = await take(DEFAULT_RPC_PORT);
    const notices: string[] = [];
    await using server = await RpcServer.start({
      mode,
      onNotice: (notice) => notices.push(notice),
    });
    assertEquals(notices, [
      `port 18812 is taken; rpc_${mode} listens on ${server.port}`,
    ]);
    await using connection = await createRpcConnection(server);
    assertEquals(await connection.root.ping(), "pong");
  });
}

Deno.test("http_threaded tells that a named port is taken", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const error = await assertRejects(() => HttpServer.start({ port }), Error);
  assertStringIncludes(error.message, `port ${port} of 127.0.0.1 is taken`);
});

Deno.test("http_threaded takes a free port if the default one is taken, and says so", async () => {
  using _taken = await take(DEFAULT_HTTP_PORT);
  const notices: string[] = [];
  await using server = await HttpServer.start({
    onNotice: (notice) => notices.push(notice),
  });
  assertEquals(notices, [
    `port 5000 is taken; http_threaded listens on ${server.port}`,
  ]);
});

Deno.test("a server that cannot listen on an address says which and why", async () => {
  const error = await assertRejects(
    () => RpcServer.start({ hostname: "192.0.2.1", port: 0 }),
    Error,
  );
  assertStringIncludes(error.message, "cannot listen on 192.0.2.1:0");
  assertEquals(error.message.split("\n").length, 1);
});

Deno.test("disposing of a server whose process was killed waits for nothing", async () => {
  for (const { start } of SERVER_KINDS) {
    await using server = await start();
    const [pid] = server.processIds();
    Deno.kill(pid, "SIGKILL");
    await assertEnded([pid], 5);
  }
});

/**
 * Takes a default port. Other tests hold it for a while; one that is held for
 * longer is not theirs, and as good as taken here.
 */
async function take(port: number): Promise<Disposable> {
  let taken: Disposable = { [Symbol.dispose]() {} };
  await eventually(() => {
    try {
      taken = Deno.listen({ hostname: "127.0.0.1", port });
      return true;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
      return false;
    }
  }, 20);
  return taken;
}

Deno.test("the start of a server is no connection of the program's", async () => {
  const peers: string[] = [];
  using _observation = observeConnections({
    connected({ peer }) {
      peers.push(peer);
      return {
        calling: () => undefined,
        called: () => undefined,
        received() {},
        released() {},
        closed() {},
      };
    },
  });
  await using server = await RpcServer.start({ port: 0 });
  assertEquals(peers, []);
  await using _connection = await createRpcConnection(server);
  assertEquals(peers, [server.address]);
});
