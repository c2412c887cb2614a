import { assert, assertEquals, assertGreater } from "@std/assert";
import { createRpcConnection, RpcServer } from "../../servers/mod.ts";
import { ServiceModule } from "./_service_module.ts";

const SERVICE = `
  import { RpcTarget } from ${
  JSON.stringify(import.meta.resolve("../../rpc/mod.ts"))
};
  export default class extends RpcTarget {
    hold(milliseconds) {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    }
  }
`;

Deno.test("a server tells how late its event loop came, with no permission more", async () => {
  await using module = await ServiceModule.write(SERVICE);
  await using server = await RpcServer.start({ port: 0, service: module.url });
  await using connection = await createRpcConnection(server);
  const idle = await server.watchEventLoops();
  const all = await server.watchEventLoops();
  assertEquals((await idle.stop()).length, 1);
  await connection.call("hold", [100]);
  const [{ busy, count, duration, max }] = await all.stop();
  // It ran for most of the time that it was held, and nobody can have been sooner.
  assertGreater(max, 0.08);
  assertGreater(duration, 0.1);
  assert(count > 0 && busy > 0);
  assertEquals(await all.stop(), []);
});

Deno.test("each process of a forking server that is there from start to end tells", async () => {
  await using server = await RpcServer.start({ port: 0, mode: "forking" });
  await using connection = await createRpcConnection(server);
  await connection.root.ping();
  const watches = await server.watchEventLoops();
  await using other = await createRpcConnection(server);
  await other.root.ping();
  const delays = await watches.stop();
  // The supervisor, and the process of the connection; that of the start may end yet.
  assert(delays.length >= 2);
  assert(delays.every(({ duration }) => duration > 0));
});
