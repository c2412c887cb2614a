import {
  assert,
  assertEquals,
  assertGreater,
  assertRejects,
} from "@std/assert";
import { FloorConnection, measureFloor } from "@x/rpcbench/benchmarks";
import { payload, TcpFloorServer } from "@x/rpcbench/servers";

Deno.test("the floor has all that results are compared with", async () => {
  const floor = await measureFloor({
    numRequests: 200,
    numConcurrentClients: 3,
    transferSize: 100_000,
    transfers: 3,
  });
  assertEquals(Object.keys(floor), [
    "latency",
    "throughput",
    "connections",
    "transfer_size",
    "bandwidth",
    "bandwidth_discarded",
  ]);
  assertEquals(floor.latency.count, 200);
  assertGreater(floor.latency.min, 0);
  assertEquals([floor.connections, floor.transfer_size], [3, 100_000]);
  assertGreater(floor.throughput, 0);
  assertGreater(floor.bandwidth, 0);
  assertGreater(floor.bandwidth_discarded, 0);
});

Deno.test("the floor's connection sends and receives every byte", async () => {
  await using server = await TcpFloorServer.start();
  using connection = await FloorConnection.open(server);
  const length = 300_000;
  for (const kind of ["keep", "discard"] as const) {
    await connection.upload({ kind, length }, payload(length));
    assertEquals(await connection.download(kind, length), length);
  }
  using echo = await FloorConnection.openEcho(server);
  for (let i = 0; i < 10; i++) await echo.echo();
});

Deno.test("the floor's connection says when its server has gone", async () => {
  await using server = await TcpFloorServer.start();
  using echo = await FloorConnection.openEcho(server);
  await echo.echo();
  for (const pid of server.processIds()) Deno.kill(pid, "SIGKILL");
  await assertRejects(async () => {
    while (true) await echo.echo();
  }, Error);
});

Deno.test("an upload that the floor's server never confirms is no upload", async () => {
  await using server = await TcpFloorServer.start();
  using connection = await FloorConnection.open(server);
  // The server waits for the second half until it is killed.
  const order = { kind: "discard", length: 20_000 } as const;
  const unconfirmed = connection.upload(order, payload(10_000));
  setTimeout(() => {
    for (const pid of server.processIds()) Deno.kill(pid, "SIGKILL");
  }, 100);
  await assertRejects(() => unconfirmed, Error);
});

Deno.test("the floor stops with the signal's own reason", async () => {
  const reason = new Error("enough");
  await assertRejects(
    () => measureFloor({ signal: AbortSignal.abort(reason) }),
    Error,
    "enough",
  );
  const controller = new AbortController();
  const measuring = measureFloor({
    numRequests: 100_000_000,
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(reason), 300);
  await assertRejects(() => measuring, Error, "enough");
});

for (
  const name of [
    "numRequests",
    "numConcurrentClients",
    "requestsPerClient",
    "transferSize",
    "transfers",
  ] as const
) {
  Deno.test(`the floor refuses a wrong ${name} by name`, async () => {
    const error = await assertRejects(
      () => measureFloor({ [name]: 0 }),
      RangeError,
    );
    assert(error.message.startsWith(`${name} is 0;`));
  });
}
