import { openTarget } from "../../../benchmarks/mod.ts";
import { RpcServer } from "../../../servers/mod.ts";
import { assertDiagnosis } from "./_assert_diagnosis.ts";
import { measureCrowd, measureLoad } from "./_measured.ts";
import { Proxy } from "./_proxy.ts";

const SERVICE = import.meta.resolve("./_ill_service.ts");

Deno.test("what runs out is told from what breaks", async (t) => {
  await using server = await RpcServer.start({ port: 0, service: SERVICE });
  const { port } = server;

  await t.step("a pool that is too small", async () => {
    await assertDiagnosis(
      "server_exhaustion",
      () =>
        measureCrowd(server, undefined, {
          request: ({ root }) => root.pool(0.02),
          requests: 10,
        }),
    );
  });

  await t.step("no room for all connections", async () => {
    await using proxy = await Proxy.start(port, { most: 4 });
    await assertDiagnosis(
      "connection_exhaustion",
      () =>
        measureCrowd(server, undefined, {
          request: ({ root }) => root.ping(),
          clients: 12,
          portOf: () => proxy.port,
        }),
    );
  });

  await t.step("nobody there", async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const gone = listener.addr.port;
    listener.close();
    const target = await openTarget(
      { kind: "rpc", port: gone, method: "ping" },
      { timeout: 5 },
    );
    await assertDiagnosis(
      "connection_exhaustion",
      () =>
        measureLoad(server, target, {
          pacing: { kind: "constant", rate: 50 },
          duration: 0.2,
        }),
    );
  });

  await t.step("nobody accepts most connections", async () => {
    // As those of a server that may open no more files, which are many.
    using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const [served, unserved] = await Promise.all(
      [port, silent.addr.port].map((port) =>
        openTarget({ kind: "rpc", port, method: "ping" }, { timeout: 0.2 })
      ),
    );
    let made = 0;
    await assertDiagnosis("connection_exhaustion", () => {
      made = 0;
      return measureLoad(
        server,
        {
          connect: (signal) => (made++ < 4 ? served : unserved).connect(signal),
        },
        { duration: 0.3 },
        { connections: 12, timeout: 0.2 },
      );
    });
  });
});
