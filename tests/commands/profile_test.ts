import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { type ServerResult, serverResults } from "../../benchmarks/mod.ts";
import type { RemoteCalls } from "../../telemetry/mod.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { CommandLine, run } from "./_command_line.ts";
import { parseDocument } from "./_document_shape.ts";
import { ProgramFolder } from "./_program_folder.ts";

const PROGRAM = fileURLToPath(import.meta.resolve("./programs/profiled.ts"));

interface ProgramResult extends ServerResult {
  readonly remote_calls: RemoteCalls;
}

/** What a document says of the one program that it is about. */
function resultOf(json: string): ProgramResult {
  const [[name, result], ...others] = serverResults(parseDocument(json));
  assertEquals([name, others], [result.name, []]);
  const { remote_calls } = result;
  assert(remote_calls !== undefined);
  return { ...result, remote_calls };
}

/** What a program called, by its document. */
function calledBy(json: string): (string | boolean)[][] {
  const { calls } = resultOf(json).remote_calls;
  return calls.filter(({ side }) => side === "client")
    .map(({ name, duration }) => [name, duration !== undefined]);
}

const THREE_PINGS = [["ping", true], ["ping", true], ["ping", true]];

Deno.test("profile leaves a program's words and exit code alone, and tells of its calls on stderr", async () => {
  const { code, stdout, stderr } = await run([
    "profile",
    PROGRAM,
    "--json",
    "-h",
    "--",
    "-1",
  ]);
  assertEquals([code, stdout], [0, "--json -h -- -1\n"]);
  assertMatch(stderr, /\bCalls +3\n/);
});

Deno.test("profile --report writes what report makes of the document", async () => {
  await using folder = await ServiceModule.write("");
  const path = (name: string) => `${folder.folder}/${name}`;
  const { code, stdout, stderr } = await run([
    "profile",
    "--quiet",
    `--report=${path("calls.md")}`,
    `--report=${path("calls.json")}`,
    PROGRAM,
    "x",
  ]);
  assertEquals([code, stdout, stderr], [0, "x\n", ""]);
  const report = await Deno.readTextFile(path("calls.md"));
  assertStringIncludes(report, "<summary>Remote calls</summary>");
  const document = await Deno.readTextFile(path("calls.json"));
  assertEquals(calledBy(document), THREE_PINGS);
});

Deno.test("profile --json prints the document alone", async () => {
  const { code, stdout, stderr } = await run([
    "profile",
    "--json",
    PROGRAM,
    "x",
  ]);
  assertEquals([code, stderr], [0, "x\n"]);
  const { latency, remote_calls, ...result } = resultOf(stdout);
  assertEquals(
    [result.name, result.protocol, result.server_mode],
    ["profiled.ts", "rpc", "program"],
  );
  assertEquals([result.total_requests, result.failed_requests], [3, 0]);
  assertEquals([latency?.count, latency?.distribution?.at(-1)], [
    3,
    [1, latency?.max],
  ]);
  assertEquals(remote_calls.statistics.total_calls, 3);
  assertEquals(calledBy(stdout), THREE_PINGS);
  const lines = remote_calls.calls.map(({ location }) => location?.file);
  assert(lines.some((file) => file?.endsWith("/programs/profiled.ts")));
});

Deno.test("profile writes the document and a trace, and prints nothing if told so", async () => {
  await using folder = await ProgramFolder.make();
  const { code, stdout, stderr } = await run([
    "profile",
    "--quiet",
    `--output=${folder.path}/calls.json`,
    `--trace=${folder.path}/trace.json`,
    PROGRAM,
    "x",
  ]);
  assertEquals([code, stdout, stderr], [0, "x\n", ""]);
  const document = await Deno.readTextFile(`${folder.path}/calls.json`);
  assertEquals(calledBy(document), THREE_PINGS);
  const trace = await Deno.readTextFile(`${folder.path}/trace.json`);
  const { traceEvents }: {
    traceEvents: readonly { ph: string; cat: string }[];
  } = JSON.parse(trace);
  const slices = traceEvents.filter(({ ph, cat }) =>
    ph === "X" && cat === "client"
  );
  assertEquals(slices.length, 3);
});

Deno.test("profile --json tells what failed, how the program ended, and which calls are left out", async () => {
  const { code, stdout } = await run([
    "profile",
    "--json",
    "--history-limit=5",
    PROGRAM,
    "be-refused",
  ]);
  const { failed_requests, metadata, success_rate } = resultOf(stdout);
  assertEquals([code, failed_requests, success_rate], [1, 1, 0.75]);
  assertEquals(metadata.errors, [
    { kind: "RangeError", count: 1, examples: ["not here"] },
  ]);
  assertEquals(parseDocument(stdout).meta.warnings, [
    "profiled.ts: the program ended with exit code 1",
    "profiled.ts: of 4 calls, 2 are told one by one, which latency and errors are of; --history-limit keeps more",
  ]);
});

/** How a program may end by itself, and its exit code then. */
const ENDINGS: readonly { ending: string; code: number; says: string }[] = [
  { ending: "throw", code: 1, says: "no way on" },
  { ending: "throw-later", code: 1, says: "no way on" },
  { ending: "exit", code: 7, says: "exit" },
];

for (const { ending, code, says } of ENDINGS) {
  Deno.test(`profile tells of all calls of a program that ends by ${ending}`, async () => {
    const outcome = await run(["profile", "--json", PROGRAM, ending]);
    assertEquals(outcome.code, code);
    assertStringIncludes(outcome.stderr, says);
    assertEquals(calledBy(outcome.stdout), THREE_PINGS);
  });
}

Deno.test("profile tells of a call without an answer when Ctrl-C ends the program", async () => {
  await using commandLine = new CommandLine([
    "profile",
    "--json",
    PROGRAM,
    "hang",
  ]);
  await commandLine.says(/hanging/);
  commandLine.interrupt();
  const { code, stdout } = await commandLine.outcome();
  assertEquals(code, 130);
  assertEquals(calledBy(stdout), [...THREE_PINGS, ["hang", false]]);
});

Deno.test("profile lets a program wind up when it is told to end", async () => {
  await using commandLine = new CommandLine([
    "profile",
    "--quiet",
    PROGRAM,
    "wind-up",
  ]);
  await commandLine.says(/listening/);
  Deno.kill(commandLine.pid, "SIGTERM");
  const { code, stdout } = await commandLine.outcome();
  assertEquals([code, stdout], [5, "wind-up\nwinding up\n"]);
});

Deno.test("profile cannot keep a program that never yields from being interrupted", async () => {
  await using commandLine = new CommandLine(["profile", PROGRAM, "busy"]);
  await commandLine.says(/busy/);
  commandLine.interrupt();
  assertEquals((await commandLine.outcome()).code, 130);
});

Deno.test("profile says so when a program was killed and reported nothing", async () => {
  const { code, stderr } = await run(["profile", PROGRAM, "kill"]);
  assertEquals(code, 137);
  assertStringIncludes(stderr, "ended before it could report");
});

Deno.test("profile says so when a program was killed in the middle of its report", async () => {
  await using folder = await ProgramFolder.make();
  await folder.write(
    "program.ts",
    `import { writeSync } from "node:fs";
     writeSync(3, new TextEncoder().encode('{"last":false,"text":"RPC'));
     Deno.kill(Deno.pid, "SIGKILL");`,
  );
  const { code, stderr } = await run(["profile", "program.ts"], {
    cwd: folder.path,
  });
  assertEquals(code, 137);
  assertEquals(
    stderr,
    "rpcbench: the program ended before it could report its calls\n",
  );
});

Deno.test("profile prints slow calls, whatever a program does to standard error", async () => {
  const { code, stderr } = await run([
    "profile",
    "--slow-threshold=0",
    "--print-slow",
    PROGRAM,
    "go-silent",
  ]);
  assertEquals(code, 0, stderr);
  // Both ends tell of the four pings up to the one after which nothing can be told.
  assertEquals(stderr.match(/^slow call: ping\(\)/gm)?.length, 8);
  assertMatch(stderr, /\bCalls +5\n/);
});

Deno.test("profile lets a program read standard input", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "-A",
      fileURLToPath(import.meta.resolve("../../cli.ts")),
      "profile",
      PROGRAM,
      "read",
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  await ReadableStream.from(["two\n", "lines"])
    .pipeThrough(new TextEncoderStream()).pipeTo(child.stdin);
  const { stdout } = await child.output();
  assertEquals(new TextDecoder().decode(stdout), "read\ntwo\nlines\n");
});

Deno.test("profile needs no permission that the program does not have", async () => {
  const { code, stdout, stderr } = await run([
    "profile",
    "--allow=net=127.0.0.1",
    "--deno-flag=--no-prompt",
    PROGRAM,
    "permissions",
  ]);
  assertEquals(code, 0, stderr);
  assertEquals(
    stdout,
    "permissions\nnet prompt\nenv prompt\nwrite prompt\nrun prompt\n",
  );
  assertMatch(stderr, /\bCalls +3\n/);
});

Deno.test("profile sees the connections of another copy of the package", async () => {
  await using folder = await ProgramFolder.withOwnCopy();
  const { code, stdout, stderr } = await run(
    ["profile", "--json", "program.ts"],
    { cwd: folder.path },
  );
  assertEquals(code, 0, stderr);
  assertEquals(calledBy(stdout), THREE_PINGS);
});

Deno.test("profile runs a program that knows nothing of rpcbench", async () => {
  await using folder = await ProgramFolder.make();
  await folder.write("deno.json", {
    imports: { "greeting": "./greeting.ts" },
    lock: { frozen: true },
  });
  await folder.write("deno.lock", { version: "5" });
  await folder.write("greeting.ts", `export const greeting = "hello";`);
  await folder.write(
    "program.ts",
    `import { greeting } from "greeting"; console.log(greeting);`,
  );
  const { code, stdout, stderr } = await run(["profile", "program.ts"], {
    cwd: folder.path,
  });
  assertEquals([code, stdout], [0, "hello\n"]);
  assertMatch(stderr, /\bCalls +0\n/);
});

Deno.test("profile does not wait for what a program has started and left", async () => {
  const { code, stdout } = await run(["profile", "--quiet", PROGRAM, "leave"]);
  const [, pid] = stdout.split("\n").map(Number);
  // It would not be there any more to be killed.
  Deno.kill(pid, "SIGKILL");
  assertEquals(code, 0);
});
