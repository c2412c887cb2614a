import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertRejects,
} from "@std/assert";
import { join } from "node:path";
import { Profiling } from "../../../benchmarks/mod.ts";
import {
  answerQuestion,
  createRpcConnection,
  OtherProcesses,
  type RawCpuProfile,
  type RawHeapProfile,
  RpcServer,
  ThisProcess,
} from "../../../servers/mod.ts";

import { connect } from "../../../rpc/mod.ts";
import { ServiceModule } from "../../servers/_service_module.ts";

/** A folder that is gone when disposed of. */
class Folder implements AsyncDisposable {
  readonly path = Deno.makeTempDirSync();

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

function allocate(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ i }));
}

/** What Chrome's developer tools take for granted when they open a file. */
function assertValid(
  { nodes, samples, timeDeltas, ...times }: RawCpuProfile,
): void {
  assert(Number.isInteger(times.startTime) && Number.isInteger(times.endTime));
  assertLess(times.startTime, times.endTime);
  assert(samples !== undefined && timeDeltas !== undefined);
  assertEquals(samples.length, timeDeltas.length);
  const ids = new Set(nodes.map(({ id }) => id));
  assertEquals(ids.size, nodes.length);
  assert(samples.every((id) => ids.has(id)));
  const children = nodes.flatMap(({ children = [] }) => children);
  // A tree: each has one parent, but the root, which comes first.
  assertEquals(
    children.toSorted((a, b) => a - b),
    [...ids].filter((id) => id !== nodes[0].id).sort((a, b) => a - b),
  );
  assertEquals(nodes[0].callFrame.functionName, "(root)");
  const sampled = timeDeltas.reduce((sum, delta) => sum + delta, 0);
  assert(sampled <= times.endTime - times.startTime);
  for (const { callFrame } of nodes) {
    assertEquals(typeof callFrame.functionName, "string");
    assertEquals(typeof callFrame.url, "string");
    assert(Number.isInteger(callFrame.lineNumber));
    assert(Number.isInteger(callFrame.columnNumber));
    assertEquals(typeof callFrame.scriptId, "string");
  }
}

Deno.test("both ends of a run are profiled, and files written that developer tools open", async () => {
  await using folder = new Folder();
  await using server = await RpcServer.start({ inspectable: true, port: 0 });
  await using connection = await createRpcConnection(server);
  await using client = new ThisProcess(() => ({
    ...EMPTY,
    calls_in_flight: connection.callsInFlight,
  }));
  await using profiling = await Profiling.start({
    name: "ping & pong",
    server,
    client,
    heapInterval: 1024,
    memoryInterval: 0.01,
  });
  const kept = allocate(200_000);
  await connection.root.compute(3e7);
  for (let i = 0; i < 500; i++) await connection.root.echo({ i });
  const run = await profiling.stop();
  assertEquals(await profiling.stop(), run);

  const path = join(folder.path, "made", "here");
  const files = await run.writeFiles(path);
  assertEquals(files, [
    "ping_pong.client.cpuprofile",
    "ping_pong.client.heapprofile",
    "ping_pong.server.cpuprofile",
    "ping_pong.server.heapprofile",
  ]);
  for (const file of files) {
    const content = JSON.parse(await Deno.readTextFile(join(path, file)));
    if (file.endsWith(".cpuprofile")) assertValid(content);
    else assertGreater(bytesBelow(content.head), 0);
  }

  const result = run.toJSON();
  const { client: here, server: there } = result;
  assert(there !== undefined);
  assertEquals([...here.files, ...there.files], files);
  assertEquals(JSON.parse(JSON.stringify(result)), result);
  assertEquals(there.cpu.by_self[0].name, "sumOfSquares");
  assertEquals(there.cpu.by_self[0].module, "servers/benchmark_service.ts");
  assertEquals(there.cpu.by_self[0].origin, {
    kind: "rpcbench",
    name: "servers/",
  });
  for (const { cpu, memory, tables } of [here, there]) {
    const shares = cpu.by_origin.reduce((sum, { share }) => sum + share, 0);
    assertLess(Math.abs(shares - 1), 1e-9);
    assertLess(cpu.busy, cpu.duration);
    for (const { self, total, total_share } of cpu.by_total) {
      assert(self <= total + 1e-9 && total_share <= 1 + 1e-9);
    }
    assertGreater(memory.series.length, 2);
    assert(memory.peak.rss >= memory.start.rss);
    assertEquals(tables.calls_in_flight, 0);
  }
  assertEquals(there.tables.connections, 1);
  assertEquals(kept.length, 200_000);
  const place = here.heap?.by_place.find(({ name }) => name === "allocate");
  const within = here.heap?.by_place.slice(0, 3).some(({ origin }) =>
    origin.name === "tests/"
  );
  assert(within || place !== undefined, "no place of this file allocated");
  assertGreater(here.heap?.bytes ?? 0, 200_000 * 8);
  assertGreater(here.memory.peak.heap_used, here.memory.start.heap_used);
});

const EMPTY = {
  connections: 0,
  calls_in_flight: 0,
  calls_queued: 0,
  ordering_keys: 0,
  references_held: 0,
  references_lent: 0,
};

function bytesBelow({ selfSize, children }: RawHeapProfile["head"]): number {
  return children.reduce((sum, child) => sum + bytesBelow(child), selfSize);
}

Deno.test("functions have the lines of their source, though V8 knows only what Deno made of it", async () => {
  await using module = await ServiceModule.write(`

    interface NotInWhatDenoMakes {
      readonly n: number;
    }

    /** On line 8. */
    function roots({ n }: NotInWhatDenoMakes): number {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += Math.sqrt(i);
      return sum;
    }
    export default class {
      run(n: number): number { return roots({ n }); }
    }`);
  await using server = await RpcServer.start({
    inspectable: true,
    port: 0,
    service: module.url,
  });
  await using connection = await connect(server);
  await using profiling = await Profiling.start({ server });
  await connection.call("run", [1e8]);
  const { server: there } = (await profiling.stop()).toJSON();
  const roots = there?.cpu.by_total.find(({ name }) => name === "roots");
  assertEquals([roots?.module, roots?.line], [module.url, 8]);
  assertEquals(roots?.origin.kind, "program");
});

Deno.test("each process of a forking server has a file, and the result is of all", async () => {
  await using folder = new Folder();
  await using server = await RpcServer.start({
    mode: "forking",
    inspectable: true,
    port: 0,
  });
  await using one = await createRpcConnection(server);
  await using other = await createRpcConnection(server);
  await Promise.all([one.root.ping(), other.root.ping()]);
  await using profiling = await Profiling.start({ server, heapInterval: 0 });
  await Promise.all([one.root.compute(2e7), other.root.compute(2e7)]);
  const run = await profiling.stop();
  const files = await run.writeFiles(folder.path);
  const { server: there } = run.toJSON();
  assertEquals(there?.processes, run.server?.processes.length);
  assertEquals(files.length, 1 + (there?.processes ?? 0));
  assertEquals(there?.heap, undefined);
  assertEquals(there?.cpu.by_self[0].name, "sumOfSquares");
  assertEquals(
    there?.tables.connections,
    2,
  );
});

Deno.test("a worker is profiled by questions that are passed on to it", async () => {
  const worker = new Worker(import.meta.resolve("./_profiled_worker.ts"), {
    type: "module",
  });
  const next = () =>
    new Promise<MessageEvent>((resolve) =>
      worker.addEventListener("message", resolve, { once: true })
    );
  const client = new OtherProcesses("the worker", async (question) => {
    const answered = next();
    worker.postMessage(question);
    return [(await answered).data];
  });
  await using profiling = await Profiling.start({ client, heapInterval: 0 });
  const { client: { cpu } } = (await profiling.stop()).toJSON();
  worker.terminate();
  assertEquals(cpu.by_total.some(({ name }) => name === "workersWork"), true);
});

Deno.test("a server that cannot be profiled leaves nothing under way", async () => {
  await using server = await RpcServer.start({ port: 0 });
  await assertRejects(
    () => Profiling.start({ server }),
    Error,
    "inspectable: true",
  );
  await using profiling = await Profiling.start({ heapInterval: 0 });
  assertEquals((await profiling.stop()).toJSON().server, undefined);
});

Deno.test("a client that cannot be profiled leaves nothing under way", async () => {
  await using server = await RpcServer.start({ inspectable: true, port: 0 });
  const client = new OtherProcesses(
    "nobody",
    () => Promise.reject(new Error("no")),
  );
  await assertRejects(() => Profiling.start({ server, client }), Error, "no");
  await using profiling = await Profiling.start({ server });
  assertEquals((await profiling.stop()).server?.processes.length, 1);
});

Deno.test("a server that dies under the profile is told, and the client's profile ends", async () => {
  await using server = await RpcServer.start({ inspectable: true, port: 0 });
  await using client = new ThisProcess();
  const profiling = await Profiling.start({ server, client });
  Deno.kill(server.pid, "SIGKILL");
  await server.exited;
  await assertRejects(() => profiling.stop(), Error);
  assertEquals(client.isProfiled, false);
});

Deno.test("intervals out of reach are refused by name", async () => {
  for (
    const [options, words] of [
      [{ cpuInterval: 0 }, "cpuInterval must be 0.00005 to 1 seconds, got 0"],
      [{ memoryInterval: NaN }, "memoryInterval must be 0.001 to 3600 seconds"],
      [{ heapInterval: -1 }, "heapInterval must be 0 to 1073741824 bytes"],
    ] as const
  ) {
    await assertRejects(() => Profiling.start(options), RangeError, words);
  }
});

Deno.test("a question that fails is answered with the reason", async () => {
  await using here = new ThisProcess(() => {
    throw new Error("no tables");
  });
  assertEquals(
    await answerQuestion({ kind: "state", collectGarbage: false }, here),
    { kind: "failed", reason: "no tables" },
  );
});
