import {
  assert,
  assertEquals,
  assertGreater,
  assertStringIncludes,
} from "@std/assert";
import { serverResults } from "../../benchmarks/mod.ts";
import {
  assertEnded,
  childrenOf,
  descendantsOf,
  eventually,
  pause,
  readIfThere,
  socketsOf,
} from "../servers/_process_tree.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { CommandLine, SMALL_RUN } from "./_command_line.ts";
import { parseDocument } from "./_document_shape.ts";

const CLIENTS = 5;
/** A run whose last benchmark takes longer than any test waits for. */
const LONG = [
  ...SMALL_RUN,
  `--num-concurrent-clients=${CLIENTS}`,
  "--requests-per-client=1000",
  "--test-binary-transfer",
  "--binary-file-sizes=100000",
  "--binary-iterations=1000000000",
];

/** The servers, each with the flags that leave it alone, and how to know it. */
const SERVERS = {
  rpc_threaded: ["--skip-rpc-forking", "--skip-http"],
  rpc_forking: ["--skip-rpc-threaded", "--skip-http"],
  http_threaded: [
    "--skip-rpc-threaded",
    "--skip-rpc-forking",
    // Each takes many times as long as a call.
    "--requests-per-client=200",
  ],
};

for (const [server, flags] of Object.entries(SERVERS)) {
  Deno.test(`a run ends by itself when ${server} is killed in its middle, and keeps what it has`, async () => {
    await using files = await ServiceModule.write("");
    const output = `${files.folder}/results.json`;
    await using commandLine = new CommandLine([
      ...LONG,
      ...flags,
      "--json",
      "-o",
      output,
    ]);
    Deno.kill(await measuredServer(commandLine.pid, server), "SIGKILL");
    const { code, stdout, stderr } = await commandLine.outcome();
    assertEquals(code, 3);
    const document = parseDocument(stdout);
    assertEquals(await Deno.readTextFile(output), stdout);
    const result = serverResults(document).get(server);
    assert(result !== undefined);
    assertGreater(result.connection_time?.count ?? 0, 0);
    assertGreater(result.failed_requests, 0);
    assertGreater(result.metadata.errors.length, 0);
    const warning = document.meta.warnings.join("\n");
    assertStringIncludes(warning, `${server}: the server ended in the middle`);
    assertStringIncludes(warning, "SIGKILL");
    assertStringIncludes(stderr, "SIGKILL");
    assert(!stderr.includes("    at "), stderr);
  });

  Deno.test(`Ctrl-C in the middle of ${server} ends the run with what it has`, async () => {
    await using files = await ServiceModule.write("");
    const output = `${files.folder}/results.json`;
    await using commandLine = new CommandLine([
      ...LONG,
      ...flags,
      "-o",
      output,
    ]);
    await measuredServer(commandLine.pid, server);
    const pids = await descendantsOf(commandLine.pid);
    commandLine.interrupt();
    const { code, stdout, stderr } = await commandLine.outcome();
    assertEquals(code, 130);
    await assertEnded(pids, 0);
    const document = parseDocument(await Deno.readTextFile(output));
    const result = serverResults(document).get(server);
    assertGreater(result?.connection_time?.count ?? 0, 0);
    // What the interruption broke off is no failure.
    assertEquals(result?.failed_requests, 0);
    assertEquals(document.meta.warnings, [
      "interrupted: the results are not complete",
    ]);
    assertStringIncludes(stdout, "interrupted: the results are not complete");
    assertStringIncludes(stderr, "interrupted: the results are not complete");
  });
}

Deno.test("nothing is left a second after the command line was killed", async () => {
  // The servers' own tests tell the same of all of them; this one has most processes.
  await using commandLine = new CommandLine([...LONG, ...SERVERS.rpc_forking]);
  await measuredServer(commandLine.pid, "rpc_forking");
  const pids = await descendantsOf(commandLine.pid);
  assertGreater(pids.length, 1);
  Deno.kill(commandLine.pid, "SIGKILL");
  await assertEnded(pids, 1);
});

Deno.test("Ctrl-C ends a request that hangs, which is no failure then", async () => {
  await using files = await ServiceModule.write(
    `export default class {
      uploads = 0;
      ping() { return "pong"; }
      download(size) { return new Uint8Array(size); }
      upload(data) {
        if (++this.uploads <= 5) return data.length;
        console.error("the upload hangs");
        return new Promise(() => {});
      }
    }`,
  );
  await using commandLine = new CommandLine([
    ...SMALL_RUN,
    ...SERVERS.rpc_threaded,
    "--json",
    "--service",
    files.path,
  ]);
  await commandLine.says(/the upload hangs/);
  commandLine.interrupt();
  const { code, stdout } = await commandLine.outcome();
  assertEquals(code, 130);
  const result = serverResults(parseDocument(stdout)).get("rpc_threaded");
  assertGreater(result?.upload_bandwidth?.count ?? 0, 0);
  assertEquals(result?.failed_requests, 0);
});

Deno.test("a polite kill and a closed terminal interrupt as Ctrl-C does", async () => {
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    await using commandLine = new CommandLine([
      ...LONG,
      ...SERVERS.rpc_threaded,
      "--json",
    ]);
    await startedServer(commandLine.pid, "rpc_threaded");
    Deno.kill(commandLine.pid, signal);
    const { code, stdout } = await commandLine.outcome();
    assertEquals(code, 130);
    parseDocument(stdout);
  }
});

Deno.test("Ctrl-C before the first server ends the run, too", async () => {
  await using commandLine = new CommandLine([
    "--num-requests=100000000",
    "--json",
  ]);
  await startedServer(commandLine.pid, "tcp_floor");
  await pause(0.3); // until it is measured
  const pids = await descendantsOf(commandLine.pid);
  commandLine.interrupt();
  const { code, stdout } = await commandLine.outcome();
  assertEquals(code, 130);
  await assertEnded(pids, 0);
  assertEquals(Object.keys(parseDocument(stdout)), ["meta"]);
});

Deno.test("a second Ctrl-C ends a run that does not end at once", async () => {
  await using files = await ServiceModule.write(
    `export default class {
      ping() { for (;;); }
    }`,
  );
  await using commandLine = new CommandLine([
    ...LONG,
    ...SERVERS.rpc_threaded,
    "--service",
    files.path,
  ]);
  await startedServer(commandLine.pid, "rpc_threaded");
  await pause(0.5); // until it is called
  const pids = await descendantsOf(commandLine.pid);
  commandLine.interrupt();
  // The server that never yields takes half a second to end.
  await pause(0.1);
  commandLine.interrupt();
  const { code, stdout } = await commandLine.outcome();
  assertEquals([code, stdout], [130, ""]);
  await assertEnded(pids, 1);
});

Deno.test("the servers after one that was killed are measured all the same", async () => {
  await using commandLine = new CommandLine([
    ...SMALL_RUN,
    "--skip-rpc-forking",
    "--json",
  ]);
  const server = await startedServer(commandLine.pid, "rpc_threaded");
  Deno.kill(server, "SIGKILL");
  const { code, stdout } = await commandLine.outcome();
  assertEquals(code, 3);
  const http = serverResults(parseDocument(stdout)).get("http_threaded");
  assertEquals(http?.concurrent?.total_requests, 20);
  assertEquals(http?.failed_requests, 0);
});

/** The process of a server once its last benchmark is at work. */
async function measuredServer(pid: number, server: string): Promise<number> {
  const found = await startedServer(pid, server);
  const before = await socketsOf(pid);
  // Only the benchmark before the last has more than one client.
  const many = async () => await socketsOf(pid) > before + CLIENTS / 2;
  assert(await eventually(many, 30), `${server} got no clients`);
  assert(await eventually(async () => !await many(), 30), "they stay");
  await pause(0.2);
  return found;
}

/** The process of a server once it has started. */
async function startedServer(pid: number, server: string): Promise<number> {
  let found: number | undefined;
  await eventually(async () => {
    found = await processOf(pid, server);
    return found !== undefined;
  }, 20);
  assert(found !== undefined, `${server} did not start`);
  return found;
}

/** The child of `pid` that runs a server's program. */
async function processOf(
  pid: number,
  server: string,
): Promise<number | undefined> {
  const program = `processes/${server}.ts`;
  for (const child of await childrenOf(pid)) {
    const command = await readIfThere(`/proc/${child}/cmdline`) ?? "";
    if (decodeURIComponent(command).includes(program)) return child;
  }
}
