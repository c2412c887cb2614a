import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { connect } from "../../rpc/mod.ts";
import {
  type BenchmarkService,
  createRpcConnection,
} from "../../servers/mod.ts";
import { assertEnded, descendantsOf } from "../servers/_process_tree.ts";
import { hasIpv6 } from "../servers/_ipv6.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { CommandLine, run } from "./_command_line.ts";

const LISTENING = /listening on \S+:(\d+)\n/;

for (
  const args of [
    ["rpc"],
    ["rpc", "--mode", "threaded"],
    ["rpc", "--mode=forking"],
    ["http"],
  ]
) {
  Deno.test(`serve ${args.join(" ")} serves until Ctrl-C`, async () => {
    await using commandLine = new CommandLine(["serve", ...args, "--port=0"]);
    const [, port] = await commandLine.says(LISTENING);
    assertEquals(await ping(args[0], Number(port)), "pong");
    const pids = await descendantsOf(commandLine.pid);
    assert(pids.length > 0);
    commandLine.interrupt();
    const { code, stdout, stderr } = await commandLine.outcome();
    assertEquals([code, stdout], [130, ""]);
    assertMatch(stderr, /^(rpc, \w+|http): listening on 127.0.0.1:\d+\n$/);
    await assertEnded(pids, 0);
  });
}

Deno.test("serve ends with clients connected and calls under way", async () => {
  await using commandLine = new CommandLine([
    "serve",
    "rpc",
    "--mode=forking",
    "--port=0",
  ]);
  const [, port] = await commandLine.says(LISTENING);
  await using connection = await createRpcConnection({ port: Number(port) });
  const call = connection.root.sleep(60).catch((error: Error) => error.name);
  const pids = await descendantsOf(commandLine.pid);
  commandLine.interrupt();
  assertEquals((await commandLine.outcome()).code, 130);
  assertEquals(await call, "ConnectionLostError");
  await assertEnded(pids, 0);
});

Deno.test("serve tells when its server ends by itself", async () => {
  for (const kind of ["rpc", "http"]) {
    await using commandLine = new CommandLine(["serve", kind, "--port=0"]);
    await commandLine.says(LISTENING);
    const [pid] = await descendantsOf(commandLine.pid);
    Deno.kill(pid, "SIGKILL");
    const { code, stderr } = await commandLine.outcome();
    assertEquals(code, 3);
    assertStringIncludes(stderr, "the server ended, with SIGKILL");
  }
});

Deno.test("serve leaves nothing when it is killed", async () => {
  await using commandLine = new CommandLine([
    "serve",
    "rpc",
    "--mode=forking",
    "--port=0",
  ]);
  const [, port] = await commandLine.says(LISTENING);
  await using _connection = await createRpcConnection({ port: Number(port) });
  const pids = await descendantsOf(commandLine.pid);
  Deno.kill(commandLine.pid, "SIGKILL");
  await assertEnded(pids, 1);
});

Deno.test("serve tells that a named port is taken, with exit code 3", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  for (const kind of ["rpc", "http"]) {
    const { code, stdout, stderr } = await run([
      "serve",
      kind,
      `--port=${port}`,
    ]);
    assertEquals([code, stdout], [3, ""]);
    assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    assertStringIncludes(stderr, `port ${port} of 127.0.0.1 is taken`);
  }
});

Deno.test({
  name: "serve names an IPv6 address so that it can be used",
  ignore: !hasIpv6(),
  async fn() {
    await using commandLine = new CommandLine([
      "serve",
      "http",
      "--host=::1",
      "--port=0",
    ]);
    const [, address] = await commandLine.says(/listening on (\S+)\n/);
    const response = await fetch(`http://${address}/ping`);
    assertEquals(await response.text(), "pong");
  },
});

Deno.test("serve rpc serves a module of the user's, with what it is allowed", async () => {
  await using files = await ServiceModule.write(
    `export default class {
      read() { return Deno.readTextFile(new URL("./data", import.meta.url)); }
      env() { return Deno.env.get("RPCBENCH_TEST"); }
    }`,
    { data: "data" },
  );
  await using commandLine = new CommandLine(
    [
      "serve",
      "rpc",
      "--port=0",
      "--service=service.ts",
      "--service-allow=read=.",
      "--service-allow",
      "env",
    ],
    { cwd: files.folder, env: { RPCBENCH_TEST: "variable" } },
  );
  const [, port] = await commandLine.says(LISTENING);
  await using connection = await connect({ port: Number(port) });
  assertEquals(await connection.call("read"), "data");
  assertEquals(await connection.call("env"), "variable");
});

Deno.test("serve rpc compresses and orders for clients that ask for it", async () => {
  await using commandLine = new CommandLine([
    "serve",
    "rpc",
    "--port=0",
    "--compression=zstd,snappy",
    "--scheduler=key_serialized",
  ]);
  const [, port] = await commandLine.says(LISTENING);
  await using connection = await createRpcConnection({
    port: Number(port),
    compression: "snappy",
  });
  const text = "again ".repeat(1000);
  const ordered = connection.with({ orderingKey: "key" });
  assertEquals(await ordered.echo(text), text);
  const { bytes, bytesOnWire } = connection.traffic.received;
  assert(bytesOnWire < bytes / 2);
});

Deno.test("serve tells in the service's own words why it does not start", async () => {
  await using files = await ServiceModule.write(`export default 5;`);
  for (const mode of ["threaded", "forking"]) {
    const { code, stdout, stderr } = await run([
      "serve",
      "rpc",
      "--port=0",
      `--mode=${mode}`,
      "--service",
      files.path,
    ]);
    assertEquals([code, stdout], [3, ""]);
    assertStringIncludes(stderr, "default export is 5");
    assert(!stderr.includes("    at "), stderr);
  }
});

async function ping(kind: string, port: number): Promise<string> {
  if (kind === "http") {
    return await (await fetch(`http://127.0.0.1:${port}/ping`)).text();
  }
  await using connection = await connect<BenchmarkService>({ port });
  return await connection.root.ping();
}
