import { assertEquals, assertLess, assertRejects } from "@std/assert";
import { connect, type SchedulerName } from "../../rpc/mod.ts";
import {
  createRpcConnection,
  RpcServer,
  type RpcServerMode,
} from "../../servers/mod.ts";
import { ServiceModule } from "./_service_module.ts";

const MODES: readonly RpcServerMode[] = ["threaded", "forking"];

/** A service that knows how many of its process's calls are at work at once. */
const SOURCE = `
let atWork = 0;
let most = 0;
export default class {
  async work() {
    most = Math.max(most, ++atWork);
    await new Promise((resolve) => setTimeout(resolve, 5));
    atWork--;
  }
  most() {
    return most;
  }
}`;

interface Workshop {
  work(): void;
  most(): number;
}

for (const mode of MODES) {
  Deno.test(`rpc_${mode} compresses for those who do, and for no one else`, async () => {
    await using server = await RpcServer.start({
      mode,
      port: 0,
      compression: { algorithms: ["zstd", "snappy"], threshold: 100 },
    });
    const { port } = server;
    const text = "again ".repeat(50);
    for (const compression of ["zstd", "snappy", "deflate"] as const) {
      await using connection = await createRpcConnection({ port, compression });
      assertEquals(await connection.root.echo(text), text);
      const { bytes, bytesOnWire } = connection.traffic.received;
      assertEquals(bytesOnWire < bytes, compression !== "deflate");
    }
    await using plain = await createRpcConnection({ port });
    assertEquals(await plain.root.echo(text), text);
    const { bytes, bytesOnWire } = plain.traffic.received;
    assertEquals(bytesOnWire, bytes);
  });

  Deno.test(`rpc_${mode} runs calls with one key in turn, if it is to`, async () => {
    await using module = await ServiceModule.write(SOURCE);
    const most = async (scheduler: SchedulerName, orderingKey?: string) => {
      await using server = await RpcServer.start({
        mode,
        port: 0,
        service: module.url,
        scheduler,
      });
      await using one = await connect<Workshop>(server);
      await using other = await connect<Workshop>(server);
      // Only one process can order what comes over several connections.
      const connections = mode === "threaded" ? [one, other] : [one];
      await Promise.all(connections.flatMap((connection) => {
        const workshop = connection.with({ orderingKey });
        return [workshop.work(), workshop.work(), workshop.work()];
      }));
      const processes = await server.state();
      for (const { tables } of processes) {
        assertEquals([tables.calls_queued, tables.ordering_keys], [0, 0]);
      }
      return await one.root.most();
    };
    assertEquals(await most("key_serialized", "key"), 1);
    assertLess(1, await most("key_serialized"));
    assertLess(1, await most("exit_ordered"));
  });
}

Deno.test("a server that cannot be is not started", async () => {
  await assertRejects(
    // @ts-expect-error: no such scheduler
    () => RpcServer.start({ port: 0, scheduler: "fifo" }),
    TypeError,
    'scheduler is "fifo"; it takes exit_ordered or key_serialized',
  );
  await assertRejects(
    // @ts-expect-error: no such algorithm
    () => RpcServer.start({ port: 0, compression: "gzip" }),
    TypeError,
    'compression is "gzip"; it takes deflate, snappy, zstd',
  );
});
