import { measureFloor, openTarget } from "../../../benchmarks/mod.ts";
import { RpcServer } from "../../../servers/mod.ts";
import { assertDiagnosis } from "./_assert_diagnosis.ts";
import { measureCrowd, measureLoad, measureScaling } from "./_measured.ts";
import { Proxy } from "./_proxy.ts";

Deno.test("each disease is told from the others, and from health", async (t) => {
  const service = import.meta.resolve("./_ill_service.ts");
  await using server = await RpcServer.start({ port: 0, service });
  const floor = await measureFloor({
    numRequests: 100,
    numConcurrentClients: 2,
    requestsPerClient: 20,
    warmupRequests: 20,
    transfers: 1,
  });
  const { port } = server;
  const targetOf = (method: string, ...args: number[]) =>
    openTarget({ kind: "rpc", port, method, args }, { timeout: 5 });

  await t.step("clients that ask at once, of a healthy server", async () => {
    await assertDiagnosis("nothing_wrong", () =>
      measureCrowd(server, floor, {
        request: ({ root }) => root.ping(),
        requests: 500,
      }));
  });

  await t.step("load on a healthy server", async () => {
    const target = await targetOf("ping");
    await assertDiagnosis("nothing_wrong", () =>
      measureLoad(server, target, {
        pacing: { kind: "constant", rate: 100 },
        duration: 0.4,
      }));
  });

  await t.step("calls that compute", async () => {
    await assertDiagnosis(
      "event_loop_saturation",
      () =>
        measureCrowd(server, floor, {
          request: ({ root }) => root.hold(50),
          requests: 2,
        }),
    );
  });

  await t.step("calls that compute, and are seldom", async () => {
    const target = await targetOf("hold", 100);
    await assertDiagnosis(
      "event_loop_saturation",
      () =>
        measureLoad(server, target, {
          pacing: { kind: "constant", rate: 3 },
          duration: 0.9,
        }),
    );
  });

  await t.step("calls that compute little, all the time", async () => {
    await assertDiagnosis(
      "at_capacity",
      () =>
        measureCrowd(server, floor, {
          request: ({ root }) => root.hold(1),
          requests: 60,
        }),
    );
  });

  await t.step("calls that wait and do not let go", async () => {
    await assertDiagnosis(
      "event_loop_saturation",
      () =>
        measureCrowd(server, floor, {
          request: ({ root }) => root.block(50),
          requests: 2,
        }),
    );
  });

  await t.step("calls that wait for something else", async () => {
    await assertDiagnosis(
      "io_wait",
      () =>
        measureCrowd(server, floor, {
          request: ({ root }) => root.wait(0.1),
          requests: 4,
        }),
    );
  });

  await t.step("calls that wait beyond the end of a load", async () => {
    const target = await targetOf("wait", 0.15);
    await assertDiagnosis(
      "io_wait",
      () =>
        measureLoad(server, target, {
          pacing: { kind: "constant", rate: 20 },
          duration: 0.6,
        }),
    );
  });

  await t.step("calls that wait for a lock", async () => {
    await assertDiagnosis(
      "contention",
      () =>
        measureCrowd(server, floor, {
          request: ({ root }) => root.lock(0.2),
          requests: 40,
        }),
    );
  });

  await t.step("calls that hinder each other", async () => {
    await assertDiagnosis(
      "slow_down_with_clients",
      () =>
        measureScaling(server, floor, [1, 2, 8], {
          request: ({ root }) => root.crowd(0.004),
          requests: 2,
        }),
    );
  });

  await t.step("a slow network", async () => {
    await using proxy = await Proxy.start(port, { delay: 20 });
    await assertDiagnosis(
      "network_latency",
      () =>
        measureCrowd(server, floor, {
          request: ({ root }) => root.ping(),
          portOf: () => proxy.port,
        }),
    );
  });

  await t.step("a slow network for some clients", async () => {
    await using proxy = await Proxy.start(port, { delay: 60 });
    await assertDiagnosis(
      "uneven_clients",
      () =>
        measureCrowd(server, floor, {
          request: ({ root }) => root.ping(),
          clients: 6,
          portOf: (client) => client === 4 ? proxy.port : port,
        }),
    );
  });

  await t.step("more than can be served", async () => {
    const target = await targetOf("turn", 0.01);
    await assertDiagnosis(
      "overload",
      () =>
        measureLoad(server, target, {
          pacing: { kind: "constant", rate: 300 },
          duration: 0.5,
        }),
    );
  });

  await t.step("clients that have no time", async () => {
    const target = await targetOf("ping");
    await assertDiagnosis(
      "client_saturation",
      () =>
        measureLoad(server, {
          connect: async (signal) => {
            const connection = await target.connect(signal);
            return {
              request: async () => {
                await connection.request();
                const end = performance.now() + 50;
                while (performance.now() < end);
              },
              [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
            };
          },
        }, { requests: 10 }),
    );
  });
});
