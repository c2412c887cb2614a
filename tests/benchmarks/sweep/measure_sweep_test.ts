import {
  assert,
  assertEquals,
  assertGreater,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  measureSweep,
  mergeSweep,
  type ResultDocument,
  serverResults,
  type SweepOptions,
  type SweepScale,
} from "../../../benchmarks/mod.ts";
import { HttpServer, RpcServer } from "../../../servers/mod.ts";
import { parseDocument } from "../../commands/_document_shape.ts";

/** The least of everything. */
const SCALE: SweepScale = {
  connections: 2,
  requests: 20,
  requestsBySize: 20,
  transfersBySize: 5,
  bytesBySize: 20_000,
  concurrentRequests: 40,
  warmupRequests: 5,
};

const SMALL = {
  servers: ["rpc_threaded"],
  payloadSizes: [4096, 64],
  clientCounts: [3, 1],
  scale: SCALE,
} as const;

function stepNames(documents: readonly ResultDocument[]): string[] {
  return documents.flatMap(({ meta }) =>
    meta.sweep?.steps.map(({ name }) => name) ?? []
  );
}

function incomplete(documents: readonly ResultDocument[]): string[] {
  return documents.flatMap(({ meta }) => meta.sweep?.steps ?? [])
    .filter(({ completed }) => !completed)
    .map(({ name }) => name);
}

Deno.test("each question goes to all servers, and each step has its document with the floor of it", async () => {
  const options: SweepOptions = {
    ...SMALL,
    servers: ["rpc_threaded", "http_threaded"],
    description: "small",
  };
  const documents = await Array.fromAsync(measureSweep(options));
  const questions = [
    "connection_time",
    "latency",
    "latency_by_size-64",
    "latency_by_size-4096",
    "bandwidth_by_size-64",
    "bandwidth_by_size-4096",
    "concurrent_scaling-1",
    "concurrent_scaling-3",
  ];
  assertEquals(
    stepNames(documents),
    questions.flatMap((question) => [
      `rpc_threaded-${question}`,
      `http_threaded-${question}`,
    ]),
  );
  for (const document of documents) {
    parseDocument(JSON.stringify(document));
    assertEquals(serverResults(document).size, 1);
    // A test beside this one may have pinned the process.
    const warnings = document.meta.warnings.filter((warning) =>
      !warning.includes("processors of their own")
    );
    assertEquals(warnings, []);
  }
  const [ofSize] = documents.filter(({ meta }) =>
    meta.sweep?.steps[0].name === "rpc_threaded-latency_by_size-4096"
  );
  const result = serverResults(ofSize).get("rpc_threaded");
  assertEquals(
    result?.latency_by_size?.map(({ latency, size }) => [size, latency.count]),
    // 20,000 bytes are fewer requests than 20, but ten make a spread.
    [[4096, 10]],
  );
  assertEquals(result?.latency, undefined);
  assertEquals(
    ofSize.meta.floor?.latency_by_size?.map(({ size }) => size),
    [4096],
  );

  const study = mergeSweep(options, documents.toReversed());
  parseDocument(JSON.stringify(study));
  assertEquals(study.meta.sweep?.description, "small");
  assertEquals(stepNames([study]), stepNames(documents));
  assertEquals(study.meta.warnings, []);
  const results = [...serverResults(study)];
  assertEquals(results.map(([key]) => key), ["rpc_threaded", "http_threaded"]);
  for (
    const answers of [...results.map(([_key, it]) => it), study.meta.floor]
  ) {
    const sizes = answers?.latency_by_size?.map(({ size }) => size);
    assertEquals(sizes, [64, 4096]);
    const bandwidths = answers?.bandwidth_by_size ?? [];
    assertEquals(bandwidths.map(({ size }) => size), [64, 4096]);
    for (const { download, upload } of bandwidths) {
      assertEquals([download?.count, upload?.count], [5, 5]);
    }
    const scaling = answers?.concurrent_scaling ?? [];
    assertEquals(scaling.map((it) => it.connections), [1, 3]);
    assertEquals(scaling.map((it) => it.total_requests), [40, 42]);
  }
  for (const [key, result] of results) {
    assertEquals(result.connection_time?.count, 2);
    assertEquals(result.latency?.count, 20);
    assertEquals(
      result.lean_latency?.count,
      key.startsWith("http") ? 20 : undefined,
    );
    const ofSteps = documents.flatMap((document) =>
      serverResults(document).get(key)?.total_requests ?? []
    );
    assertEquals(result.total_requests, ofSteps.reduce((a, b) => a + b));
  }
});

Deno.test("what is done is not measured again", async () => {
  const done = new Set([
    "rpc_threaded-connection_time",
    "rpc_threaded-latency",
    "rpc_threaded-latency_by_size-64",
    "rpc_threaded-latency_by_size-4096",
    "rpc_threaded-bandwidth_by_size-64",
    "rpc_threaded-concurrent_scaling-1",
    "rpc_threaded-concurrent_scaling-3",
  ]);
  const labels = new Set<string>();
  const documents = await Array.fromAsync(measureSweep({
    ...SMALL,
    done,
    onProgress: ({ label }) => labels.add(label),
  }));
  assertEquals(stepNames(documents), ["rpc_threaded-bandwidth_by_size-4096"]);
  assertEquals([...labels], [
    "floor (8 of 8)",
    "floor: bandwidth of 4 KiB (8 of 8)",
    "rpc_threaded: bandwidth of 4 KiB (8 of 8)",
  ]);
  const study = mergeSweep(SMALL, documents);
  assertEquals(study.meta.warnings, [
    "7 of 8 steps are not measured: the study is not complete",
  ]);
});

Deno.test("servers elsewhere are measured like those here, each under a key of its own", async () => {
  await using first = await RpcServer.start({ hostname: "127.0.0.2", port: 0 });
  await using second = await HttpServer.start({
    hostname: "127.0.0.2",
    port: 0,
  });
  await using third = await RpcServer.start({ hostname: "127.0.0.3", port: 0 });
  const address = ({ hostname, port }: { hostname: string; port: number }) => ({
    hostname,
    port,
  });
  const options: SweepOptions = {
    ...SMALL,
    servers: [],
    remotes: [
      { protocol: "rpc", ...address(first) },
      { protocol: "http", ...address(second) },
      { protocol: "rpc", ...address(third) },
    ],
    payloadSizes: [64],
    clientCounts: [2],
  };
  const study = mergeSweep(
    options,
    await Array.fromAsync(measureSweep(options)),
  );
  assertEquals(
    [...serverResults(study)].map((
      [key, { host, server_mode }],
    ) => [key, host, server_mode]),
    [
      ["rpc_remote", first.address, "external"],
      ["http_remote", second.address, "external"],
      ["rpc_remote_2", third.address, "external"],
    ],
  );
  for (const result of serverResults(study).values()) {
    assertEquals(result.failed_requests, 0);
    assertEquals(result.concurrent_scaling?.length, 1);
    assertGreater(result.client_process?.cpu_seconds ?? 0, 0);
    assertEquals(result.server_process, undefined);
  }
});

Deno.test("a server that dies in a step has its failures counted; what follows of it is left out, the others go on", async () => {
  await using mortal = await RpcServer.start({ port: 0 });
  await using lasting = await RpcServer.start({ port: 0 });
  const [pid] = mortal.processIds();
  const options: SweepOptions = {
    ...SMALL,
    servers: [],
    remotes: [mortal, lasting].map(({ hostname, port }) =>
      ({ protocol: "rpc", hostname, port }) as const
    ),
    payloadSizes: [],
    clientCounts: [2, 3],
  };
  let told = 0;
  const documents = await Array.fromAsync(measureSweep({
    ...options,
    onProgress({ label }) {
      if (!label.startsWith("rpc_remote: 2 clients")) return;
      // The first time, none of its requests is made yet.
      if (++told === 2) Deno.kill(pid, "SIGKILL");
    },
  }));
  assertEquals(incomplete(documents), [
    "rpc_remote-concurrent_scaling-2",
    "rpc_remote-concurrent_scaling-3",
  ]);
  const study = mergeSweep(options, documents);
  const { rpc_remote: dead, rpc_remote_2: alive } = Object.fromEntries(
    serverResults(study),
  );
  assertEquals(dead.latency?.count, 20);
  assertGreater(dead.failed_requests, 0);
  assertEquals(alive.concurrent_scaling?.map((it) => it.connections), [2, 3]);
  assertEquals(alive.failed_requests, 0);
  assertStringIncludes(study.meta.warnings.join("\n"), "rpc_remote: ");
  assert(study.meta.warnings.at(-1)?.endsWith("the study is not complete"));
});

Deno.test("a server that cannot be reached is told of once", async () => {
  const port = await unusedPort();
  const options: SweepOptions = {
    ...SMALL,
    servers: [],
    remotes: [{ protocol: "rpc", hostname: "127.0.0.1", port }],
  };
  const documents = await Array.fromAsync(measureSweep(options));
  assertEquals(incomplete(documents), ["rpc_remote-connection_time"]);
  const study = mergeSweep(options, documents);
  assertEquals(serverResults(study).size, 0);
  assertEquals(study.meta.warnings.length, 2);
  assert(study.meta.warnings[0].startsWith("rpc_remote: "));
});

Deno.test("an interrupted step has no document", async () => {
  const controller = new AbortController();
  const documents = await Array.fromAsync(measureSweep({
    ...SMALL,
    scale: { ...SCALE, connections: 100_000_000 },
    signal: controller.signal,
    onProgress({ label }) {
      if (!label.startsWith("rpc_threaded: connection time")) return;
      setTimeout(() => controller.abort(), 100);
    },
  }));
  assertEquals(documents, []);
});

Deno.test("a server elsewhere that hangs does not hold an interrupted sweep up", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const accepted = listener.accept();
  const controller = new AbortController();
  const measured = Array.fromAsync(measureSweep({
    ...SMALL,
    servers: [],
    remotes: [{ protocol: "rpc", hostname: "127.0.0.1", port }],
    signal: controller.signal,
  }));
  using connection = await accepted;
  controller.abort();
  const timeout = Promise.withResolvers<"hangs">();
  const timer = setTimeout(() => timeout.resolve("hangs"), 10_000);
  const outcome = await Promise.race([measured, timeout.promise]);
  clearTimeout(timer);
  // Its end is also that of the request that nobody waits for any more.
  await connection.closeWrite();
  await new Response(connection.readable).bytes();
  await measured;
  assertEquals(outcome, []);
});

Deno.test("a sweep refuses what makes no sense by name", async () => {
  const wrong: [SweepOptions, string][] = [
    [{ payloadSizes: [0] }, "payloadSizes is 0;"],
    [{ payloadSizes: [2 ** 30] }, "payloadSizes is 1073741824;"],
    [{ clientCounts: [1.5] }, "clientCounts is 1.5;"],
    [{ scale: { ...SCALE, requests: -1 } }, "scale.requests is -1;"],
    [{ scale: { ...SCALE, warmupRequests: -1 } }, "scale.warmupRequests is"],
  ];
  for (const [options, message] of wrong) {
    await assertRejects(
      () => Array.fromAsync(measureSweep(options)),
      RangeError,
      message,
    );
  }
});

async function unusedPort(): Promise<number> {
  await using server = await RpcServer.start({ port: 0 });
  return server.port;
}
