import { assertEquals } from "@std/assert";
import {
  measureFloor,
  openTarget,
  type ResultDocument,
} from "../../../benchmarks/mod.ts";
import { RpcServer } from "../../../servers/mod.ts";
import { diagnose, type FindingKind } from "../../../verdicts/mod.ts";
import { assertRestsOnMetrics } from "./_rests_on_metrics.ts";
import { measureCrowd, measureLoad, measureScaling } from "./_measured.ts";
import { Proxy } from "./_proxy.ts";

/** So often may the machine be ill itself, when nothing runs for seconds. */
const ATTEMPTS = 3;

/**
 * Asserts that what is measured is found to have a disease before all others, of
 * which it may be the reason; or none.
 */
async function assertDiagnosis(
  expected: FindingKind | "nothing_wrong",
  measure: () => Promise<ResultDocument>,
): Promise<void> {
  for (let attempt = 1;; attempt++) {
    const document = await measure();
    const [{ findings, state }] = diagnose(document).servers;
    assertRestsOnMetrics(findings, document);
    const first = state === "problems" ? findings[0].kind : state;
    if (first === expected) return;
    if (attempt < ATTEMPTS) continue;
    const told = { findings, server: document.server };
    assertEquals(first, expected, JSON.stringify(told, null, 2));
  }
}

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

  await t.step("clients that ask at once, of a healthy server", async () => {
    await assertDiagnosis("nothing_wrong", () =>
      measureCrowd(server, floor, {
        request: ({ root }) => root.ping(),
        requests: 500,
      }));
  });

  await t.step("load on a healthy server", async () => {
    const target = await openTarget(
      { kind: "rpc", port, method: "ping" },
      { timeout: 5 },
    );
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

  await t.step("a pool that is too small", async () => {
    await assertDiagnosis(
      "server_exhaustion",
      () =>
        measureCrowd(server, floor, {
          request: ({ root }) => root.pool(0.02),
          requests: 10,
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

  await t.step("no room for all connections", async () => {
    await using proxy = await Proxy.start(port, { most: 4 });
    await assertDiagnosis(
      "connection_exhaustion",
      () =>
        measureCrowd(server, floor, {
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

  await t.step("more than can be served", async () => {
    const target = await openTarget(
      { kind: "rpc", port, method: "turn", args: [0.01] },
      { timeout: 5 },
    );
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
    const target = await openTarget(
      { kind: "rpc", port, method: "ping" },
      { timeout: 5 },
    );
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
