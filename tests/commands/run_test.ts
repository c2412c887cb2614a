import {
  assert,
  assertEquals,
  assertExists,
  assertLess,
  assertStringIncludes,
} from "@std/assert";
import { type ResultDocument, serverResults } from "../../benchmarks/mod.ts";
import { pause } from "../servers/_process_tree.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { run, SMALL_RUN } from "./_command_line.ts";
import { parseDocument } from "./_document_shape.ts";

const ALL_SERVERS = ["rpc_threaded", "rpc_forking", "http_threaded"];
const ONLY_THREADED = ["--skip-rpc-forking", "--skip-http"];
const ESCAPE = "\u001b";

Deno.test("--quick runs everything within seconds, and prints every section", async () => {
  await using files = await ServiceModule.write("");
  const output = `${files.folder}/new/folder/results.json`;
  const start = performance.now();
  const { code, stdout, stderr } = await run(["--quick", "-o", output]);
  assertEquals(code, 0, stderr);
  // Twice what it may take: a guard against a hang, on a machine that others use.
  assertLess((performance.now() - start) / 1000, 30);
  for (
    const section of [
      "BENCHMARK RESULTS",
      "SUMMARY",
      "Concurrent throughput  ",
      "Floor (bare TCP)",
      "CONNECTION TIME",
      "LATENCY",
      "BANDWIDTH",
      "CONCURRENCY",
      "RESOURCES",
      ...ALL_SERVERS.map((server) => `\n  ${server} `),
    ]
  ) assertStringIncludes(stdout, section);
  assert(!stdout.includes(ESCAPE) && !stderr.includes(ESCAPE));

  const document = parseDocument(await Deno.readTextFile(output));
  assertEquals(Object.keys(document), ["meta", ...ALL_SERVERS]);
  assertExists(document.meta.floor);
  for (const [server, result] of serverResults(document)) {
    assertEquals([server, result.failed_requests], [server, 0]);
    assertEquals(result.metadata.errors, []);
    assertEquals(result.connection_time?.count, 10);
    assertEquals(result.latency?.count, 200);
    assertEquals(result.bandwidth_by_size?.length, 4);
    assertEquals(result.concurrent?.total_requests, 500);
    assertExists(result.upload_bandwidth);
    assertExists(result.download_bandwidth);
    assertExists(result.server_process);
    assertExists(result.client_process);
  }
  assertEquals(await leftovers(`${files.folder}/new/folder`), ["results.json"]);
});

Deno.test("--json prints the result document and nothing else, and -o the same", async () => {
  await using files = await ServiceModule.write("");
  const { code, stdout, stderr } = await run([
    ...SMALL_RUN,
    ...ONLY_THREADED,
    "--json",
    "--test-binary-transfer",
    "--binary-file-sizes=100000,70000",
    "--binary-chunk-size=30000",
    "--binary-iterations=2",
    "-o",
    `${files.folder}/results.json`,
  ]);
  assertEquals(code, 0, stderr);
  const document = parseDocument(stdout);
  assertEquals(await Deno.readTextFile(`${files.folder}/results.json`), stdout);
  for (const result of serverResults(document).values()) {
    const transfers = result.binary_transfer?.map((transfer) =>
      `${transfer.type} ${transfer.file_size} ${transfer.chunk_size}`
    );
    assertEquals(
      transfers?.toSorted(),
      [100000, 70000].flatMap((size) => [
        `upload ${size} null`,
        `download ${size} null`,
        `upload_chunked ${size} 30000`,
        `download_chunked ${size} 30000`,
        `upload_streamed ${size} null`,
        `download_streamed ${size} null`,
      ]).toSorted(),
    );
    for (const { duration } of result.binary_transfer ?? []) {
      assertEquals(duration.count, 2);
    }
  }
});

Deno.test("a run does as its flags say, also by their other names", async () => {
  const { config, server } = await runThreaded([
    "--num-serial-connections=3",
    "--num-requests=21",
    "--num-parallel-clients=4",
    "--requests-per-client=5",
    "--warmup-requests=7",
  ]);
  assertEquals(
    [config.numConnections, config.numConcurrentClients, config.warmupRequests],
    [3, 4, 7],
  );
  assertEquals(server.connection_time?.count, 3);
  assertEquals(server.latency?.count, 21);
  assertEquals(server.concurrent?.connections, 4);
  assertEquals(server.concurrent?.total_requests, 20);
});

for (
  const [left, ...flags] of [
    ["rpc_forking", "--skip-rpc-threaded", "--skip-http"],
    ["http_threaded", "--skip-rpc-threaded", "--skip-rpc-forking"],
  ]
) {
  Deno.test(`the flags that leave the others out leave ${left}`, async () => {
    const { code, stdout, stderr } = await run([
      ...SMALL_RUN,
      "--json",
      ...flags,
    ]);
    assertEquals(code, 0, stderr);
    assertEquals(Object.keys(parseDocument(stdout)), ["meta", left]);
  });
}

Deno.test("a run works from any folder, with a service and an output beside it", async () => {
  await using files = await ServiceModule.write(
    `export default class {
      ping() { return "pong"; }
      upload(data) { return data.length; }
      download(size) { return new Uint8Array(size); }
    }`,
    {
      // A project of its own, which must not matter.
      "deno.json":
        `{ "imports": { "cbor-x": "./none.ts", "hono": "./none.ts" } }`,
      "package.json": `{ "type": "commonjs", "dependencies": {} }`,
    },
  );
  const { code, stderr } = await run(
    [...SMALL_RUN, "--service", "./service.ts", "-o", "out/results.json"],
    { cwd: files.folder },
  );
  assertEquals(code, 0, stderr);
  const json = await Deno.readTextFile(`${files.folder}/out/results.json`);
  const document = parseDocument(json);
  assertEquals(Object.keys(document), ["meta", ...ALL_SERVERS]);
  for (const result of serverResults(document).values()) {
    assertEquals([result.name, result.failed_requests], [result.name, 0]);
  }
  assertEquals(await leftovers(files.folder), [
    "deno.json",
    "out",
    "package.json",
    "service.ts",
  ]);
});

Deno.test("a service that does not start is told, and the others are measured", async () => {
  await using files = await ServiceModule.write(`export default 5;`);
  const { code, stdout, stderr } = await run([
    ...SMALL_RUN,
    "--json",
    "--service",
    files.path,
  ]);
  assertEquals(code, 3);
  const document = parseDocument(stdout);
  assertEquals(Object.keys(document), ["meta", "http_threaded"]);
  assertEquals(document.meta.warnings.length, 2);
  for (const [i, server] of ["rpc_threaded", "rpc_forking"].entries()) {
    const warning = document.meta.warnings[i];
    assertStringIncludes(warning, `${server}: `);
    assertStringIncludes(warning, "default export is 5");
    assertStringIncludes(stderr, warning);
  }
  assert(!stderr.includes("    at "), stderr);
});

Deno.test("a run on default ports that are taken takes others, and says so", async () => {
  using _taken = await taken(18812);
  const counts = SMALL_RUN.filter((flag) => !flag.includes("port"));
  const { code, stdout, stderr } = await run([...counts, ...ONLY_THREADED]);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stderr, "port 18812 is taken; rpc_threaded listens on");
  assert(!stdout.includes("taken"));
});

Deno.test("a named port that is taken fails the run of that server, and says so", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { code, stdout } = await run([
    ...SMALL_RUN,
    `--rpc-port=${taken.addr.port}`,
    "--skip-rpc-forking",
    "--json",
  ]);
  assertEquals(code, 3);
  const { meta, ...servers } = parseDocument(stdout);
  assertEquals(Object.keys(servers), ["http_threaded"]);
  assertStringIncludes(
    meta.warnings.join(),
    `port ${taken.addr.port} of 127.0.0.1 is taken`,
  );
});

Deno.test("--quiet prints nothing, and writes through a link, which stays one, to a file or a device", async () => {
  await using files = await ServiceModule.write("");
  const target = `${files.folder}/target.json`;
  await Deno.writeTextFile(target, "before");
  for (const [to, flag] of [[target, "-q"], ["/dev/null", "--quiet"]]) {
    const link = `${files.folder}/link${flag}`;
    await Deno.symlink(to, link);
    assertEquals(
      await run([...SMALL_RUN, ...ONLY_THREADED, flag, `--output=${link}`]),
      { code: 0, stdout: "", stderr: "" },
    );
    assert((await Deno.lstat(link)).isSymlink);
  }
  parseDocument(await Deno.readTextFile(target));
});

async function runThreaded(flags: readonly string[]) {
  const { code, stdout, stderr } = await run([
    "--rpc-port=0",
    ...ONLY_THREADED,
    "--json",
    ...flags,
  ]);
  assertEquals(code, 0, stderr);
  const document: ResultDocument = parseDocument(stdout);
  assertEquals(Object.keys(document), ["meta", "rpc_threaded"]);
  const server = serverResults(document).get("rpc_threaded");
  assertExists(server);
  return { config: document.meta.config, server };
}

/** A port that the test holds, once no other has it. */
async function taken(port: number): Promise<Deno.Listener> {
  for (;;) {
    try {
      return Deno.listen({ hostname: "127.0.0.1", port });
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
      await pause(0.05);
    }
  }
}

async function leftovers(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).toSorted();
}
