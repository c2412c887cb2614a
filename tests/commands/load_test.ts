import {
  assert,
  assertEquals,
  assertExists,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import {
  type LoadResult,
  parseResultDocument,
  type ServerResult,
} from "../../benchmarks/mod.ts";
import {
  createTestCredentials,
  HttpServer,
  RpcServer,
} from "../../servers/mod.ts";
import { closedPort } from "../benchmarks/load/_raw_target.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { CommandLine, run } from "./_command_line.ts";
import { runHere } from "./_run_here.ts";

/** The only run of load of the only target in a document. */
function loadOf(
  json: string,
  name: string,
): { server: ServerResult; load: LoadResult; warnings: string[] } {
  const document = JSON.parse(json);
  assertEquals(Object.keys(document), ["meta", name]);
  const server: ServerResult = document[name];
  assertEquals(server.load?.length, 1);
  const [load] = server.load ?? [];
  return { server, load, warnings: document.meta.warnings };
}

Deno.test("load tells of response, service and waiting time at a rate", async () => {
  await using server = await HttpServer.start({ port: 0 });
  await using files = await ServiceModule.write("");
  const output = `${files.folder}/load.json`;
  const url = `${server.url}/ping`;
  const flags = ["--rate=200", "--duration=500ms", "--threads=2", "-c", "4"];
  const { code, stdout, stderr } = await run([
    "load",
    url,
    ...flags,
    "-o",
    output,
    `--report=${files.folder}/report.md`,
    `--report=svg:${files.folder}/graphs`,
  ]);
  assertEquals(code, 0, stderr);
  const report = await Deno.readTextFile(`${files.folder}/report.md`);
  assertStringIncludes(report, "**Times under load**");
  assert((await Deno.stat(`${files.folder}/graphs`)).isDirectory);
  for (
    const part of [
      `${url}: open loop, 200 /s, for 500 ms over 4 connections, from 2 threads.`,
      "Times under load",
      `${url}  response  `,
      `${url}  service  `,
      `${url}  waiting  `,
      "sent late",
    ]
  ) assertStringIncludes(stdout, part);
  const { server: result, load } = loadOf(
    await Deno.readTextFile(output),
    url,
  );
  assertEquals([result.protocol, result.server_mode], ["http", "external"]);
  assertEquals([load.total_requests, load.failed_requests], [100, 0]);
  assertEquals(load.pacing, { kind: "constant", rate: 200 });
  assertEquals([load.connections, load.threads], [4, 2]);
  assertEquals(load.response_time?.count, 100);
  assertExists(result.client_process);
});

Deno.test("load calls a method of an RPC server with arguments, in a closed loop", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const target = `rpc://127.0.0.1:${server.port}/echo`;
  const flags = ["--args", '["a", [1]]', "--requests=50", "--in-flight=4"];
  const { code, stdout, stderr } = await run([
    "load",
    target,
    ...flags,
    "--json",
  ]);
  assertEquals(code, 0, stderr);
  const { load } = loadOf(stdout, target);
  assertEquals([load.loop, load.in_flight], ["closed", 4]);
  assertEquals([load.total_requests, load.failed_requests], [50, 0]);
});

Deno.test("load sends a body from a file, with headers and a method", async () => {
  await using files = await ServiceModule.write("hello");
  const seen = new Set<string>();
  await using server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen() {},
  }, async (request) => {
    const { method, headers } = request;
    seen.add(`${method} ${headers.get("x-a")} ${await request.text()}`);
    return new Response();
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const body = `${files.folder}/body.txt`;
  await Deno.writeTextFile(body, "hello");
  for (const client of ["lean", "fetch"]) {
    const { code, stderr } = await run([
      "load",
      url,
      "--requests=5",
      `--client=${client}`,
      "--body-file",
      body,
      "--header",
      "x-a: 1",
      "-H",
      "X-A: 2",
      "--quiet",
    ]);
    assertEquals(code, 0, stderr);
  }
  assertEquals([...seen], ["POST 1, 2 hello"]);
});

for (
  const [server, operand] of [
    ["rpc_threaded", "ping"],
    ["rpc_forking", "ping"],
    ["http_threaded", "/ping"],
  ]
) {
  Deno.test(`load --server ${server} starts the server, and measures it too`, async () => {
    const { code, stdout, stderr } = await run([
      "load",
      "--server",
      server,
      operand,
      "--requests=100",
      "--connections=2",
      "--json",
    ]);
    assertEquals(code, 0, stderr);
    const { server: result, load } = loadOf(stdout, server);
    assertEquals([load.total_requests, load.failed_requests], [100, 0]);
    assertExists(result.server_process);
  });
}

Deno.test("load of an RPC server shows it a key, compresses and orders as it is told", async () => {
  await using files = await ServiceModule.write("");
  const key = crypto.getRandomValues(new Uint8Array(32));
  const keyFile = `${files.folder}/key`;
  await Deno.writeFile(keyFile, key);
  await using server = await RpcServer.start({
    port: 0,
    compression: "zstd",
    scheduler: "key_serialized",
    security: { kind: "authenticated", key },
  });
  const call = [
    `rpc://${server.address}/sleep`,
    "--args=[0.01]",
    "--requests=20",
    "--compression=zstd",
    "--json",
  ];
  const { code, stdout, stderr } = await run([
    "load",
    ...call,
    "--ordering-key=all",
    `--key-file=${keyFile}`,
  ]);
  assertEquals(code, 0, stderr);
  const { load } = loadOf(stdout, call[0]);
  assertEquals(load.failed_requests, 0);
  // One after another, ten connections wait for each other.
  assertGreater(load.response_time?.median ?? 0, 0.05);
  const refused = await run(["load", ...call]);
  assertEquals(refused.code, 3);
  assertStringIncludes(refused.stdout, "asks for a key; this end has none");
});

Deno.test("load --server starts a server that does what the calls ask for", async () => {
  const { code, stdout, stderr } = await run([
    "load",
    "--server=rpc_threaded",
    "echo",
    '--args=["again and again"]',
    "--requests=20",
    "--compression=snappy",
    "--ordering-key=all",
    "--json",
  ]);
  assertEquals(code, 0, stderr);
  assertEquals(loadOf(stdout, "rpc_threaded").load.failed_requests, 0);
  // Who asks for something else does not measure the same.
  const { meta: { config } } = parseResultDocument(stdout);
  assertEquals(
    [config.call, config.args, config.orderingKey, config.compression],
    ["echo", '["again and again"]', "all", ["snappy"]],
  );
});

Deno.test("load --ca trusts the authority of an https server, by either client", async () => {
  await using files = await ServiceModule.write("");
  const { server: { authorities, certificate, privateKey } } =
    await createTestCredentials();
  const ca = `${files.folder}/ca.pem`;
  await Deno.writeTextFile(ca, authorities);
  await using server = Deno.serve(
    { port: 0, cert: certificate, key: privateKey, onListen() {} },
    () => new Response("pong"),
  );
  const url = `https://localhost:${server.addr.port}/`;
  for (const client of ["lean", "fetch"]) {
    const args = ["load", url, "--requests=4", "--json", `--client=${client}`];
    const trusting = await run([...args, `--ca=${ca}`]);
    assertEquals(trusting.code, 0, trusting.stderr);
    assertEquals(loadOf(trusting.stdout, url).load.failed_requests, 0);
    const { code, stdout } = await run(args);
    assertEquals(code, 3);
    assertEquals(loadOf(stdout, url).load.errors[0].kind, "tls");
  }
});

Deno.test("load --target takes a module, from two threads", async () => {
  const module = new URL(
    "../benchmarks/load/targets/instant_target.ts",
    import.meta.url,
  ).pathname;
  const { code, stdout, stderr } = await run([
    "load",
    "--target",
    module,
    "--rate=50..150",
    "--duration=1s",
    "--threads=2",
    "--json",
  ]);
  assertEquals(code, 0, stderr);
  const { server, load } = loadOf(stdout, module);
  assertEquals(server.protocol, "module");
  assertEquals(load.total_requests, 100);
});

Deno.test("load of a target that is down ends on time, says why, and exits with 3", async () => {
  const url = `http://127.0.0.1:${closedPort()}/`;
  const { code, stdout, stderr } = await run([
    "load",
    url,
    "--rate=100",
    "--duration=300ms",
  ]);
  assertEquals(code, 3);
  assertMatch(stdout, / connection refused +30 /);
  assertMatch(stderr, /30 of 30 requests failed/);
});

Deno.test("an interrupted load writes what it has, says so, and exits with 130", async () => {
  await using server = await HttpServer.start({ port: 0 });
  await using files = await ServiceModule.write("");
  const output = `${files.folder}/load.json`;
  const url = `${server.url}/ping`;
  await using commandLine = new CommandLine([
    "load",
    url,
    "--duration=10m",
    "-o",
    output,
  ]);
  // Long enough for some requests, however slow the machine.
  while (!(await answers(server.url))) await delay(100);
  await delay(1500);
  commandLine.interrupt();
  const { code } = await commandLine.outcome();
  assertEquals(code, 130);
  const { load, warnings } = loadOf(await Deno.readTextFile(output), url);
  assertEquals(load.interrupted, true);
  assert(warnings.some((warning) => warning.includes("interrupted")));
});

Deno.test({
  name: "what a full disk has no room for is printed all the same",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const { code, stdout, stderr } = await run([
      "load",
      "--server=http_threaded",
      "/ping",
      "--requests=20",
      "--output=/dev/full",
    ]);
    assertEquals(code, 3);
    assertMatch(stdout, /^ +http_threaded .* 20 +0 /m);
    assertStringIncludes(stderr, "No space left on device");
  },
});

async function answers(url: string): Promise<boolean> {
  const response = await fetch(`${url}/ping`);
  return await response.text() === "pong";
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const WRONG: readonly [args: readonly string[], message: string][] = [
  [[], "load has no target; it takes http://host/path"],
  [["ftp://x/"], 'load got "ftp://x/"; it takes http'],
  [["rpc://x/ping"], 'load got "rpc://x/ping"; it takes'],
  [["http://x/", "more"], 'unexpected argument "more"'],
  [["http://x/", "--rate=0"], '--rate got "0"; it takes requests per second'],
  [["http://x/", "--rate=1..b"], '--rate got "1..b"'],
  [["http://x/", "--duration=30"], '--duration got "30"; it takes a time'],
  [["http://x/", "--duration=0s"], '--duration got "0s"'],
  [["http://x/", "--timeout=x"], '--timeout got "x"'],
  [["http://x/", "--poisson"], "--poisson takes a --rate of one number"],
  [["http://x/", "--poisson", "--rate=1,2"], "--poisson takes a --rate"],
  [["http://x/", "--seed=5"], "--seed is for --poisson"],
  [["http://x/", "--args=[]"], "--args is of no use for an HTTP server"],
  [
    ["http://x/", "--header=x"],
    '--header got "x"; it takes a name and a value',
  ],
  [["http://x/", "--header=content-length: 1"], "--header: headers have"],
  [["http://x/", "--method=G T"], '--method: method is "G T"; it takes'],
  [["http://a:b@x/"], "the target: url has a name or password in it"],
  [["http://x/", "--client=fetch", "--body=x", "--method=GET"], "the target: "],
  [[`--target=${import.meta.filename}`], "--target: "],
  [["http://x/", "--body=x", "--body-file=y"], "exclude each other"],
  [["http://x/", "--body-file=no-such"], '--body-file got "no-such"'],
  [["http://x/", "--client=fetch", "--in-flight=2"], "--in-flight got 2"],
  [
    ["http://x/", "--client=curl"],
    '--client got "curl"; it takes lean or fetch',
  ],
  [["http://x/", "--threads=11"], "--threads got 11; it takes at most the 10"],
  [["http://x/", "--target=a.ts"], "exclude each other"],
  [["--target=no-such.ts"], '--target got "no-such.ts"; there is no such file'],
  [["rpc://x:1/ping", "--args={}"], '--args got "{}"; it takes a list as JSON'],
  [["rpc://x:1/ping", "--body=x"], "--body is of no use for an RPC server"],
  [["--server=rpc_threaded", "a/b"], "it takes the name of a method"],
  [["http://x/", "--quiet", "--json"], "contradict each other"],
  [
    ["http://x/", "--report=x.doc"],
    '--report got "x.doc"; it takes a file whose name ends in',
  ],
  [
    ["http://x/", "--report=csv:/dev/null/x"],
    '--report got "/dev/null/x"; it takes a file that can be written',
  ],
  [["http://x/", "--conections=2"], "did you mean --connections?"],
];

Deno.test("load says in one line what is wrong with its command line", async () => {
  for (const [args, message] of WRONG) {
    const { code, stdout, stderr } = await runHere(["load", ...args]);
    assertEquals([code, stdout], [2, ""], args.join(" "));
    assertStringIncludes(stderr, message);
    assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
  }
});
