import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { parseResultDocument, serverResults } from "../../benchmarks/mod.ts";
import { HttpServer, RpcServer } from "../../servers/mod.ts";
import { META } from "../reports/_sample_document.ts";
import { assertEnded, descendantsOf } from "../servers/_process_tree.ts";
import { CommandLine, run } from "./_command_line.ts";
import { runHere } from "./_run_here.ts";
import { Folder } from "./_study_folder.ts";
import { parseDocument } from "./_document_shape.ts";

/** The least that a sweep can do: five steps. */
const SMALL = [
  "--quick",
  "--payload-sizes=64",
  "--concurrency=2",
  "--warmup-requests=5",
  "--skip-rpc-forking",
  "--skip-http",
];

/** One whose steps take long enough to be interrupted. */
const LONGER = [...SMALL, "--warmup-requests=1000"];

Deno.test("a sweep writes a study that shows all that it has measured, and is not measured again", async () => {
  await using folder = await Folder.make();
  await using remoteRpc = await RpcServer.start({
    hostname: "127.0.0.2",
    port: 0,
  });
  await using remoteHttp = await HttpServer.start({
    hostname: "127.0.0.2",
    port: 0,
  });
  const args = [
    "sweep",
    ...SMALL,
    `--output-dir=${folder.path}`,
    `--remote=rpc://${remoteRpc.address}`,
    `--remote=http://${remoteHttp.address}`,
  ];
  const description = "What it's <b>worth</b> | [here](http://example.com)";
  const first = await run([...args, "--description", description]);
  assertEquals(first.code, 0, first.stderr);
  assertStringIncludes(first.stdout, "LATENCY");

  const document = parseDocument(await folder.read("results.json"));
  assertEquals(
    [...serverResults(document)].map(([key, { host }]) => [key, host]),
    [
      ["rpc_threaded", undefined],
      ["rpc_remote", remoteRpc.address],
      ["http_remote", remoteHttp.address],
    ],
  );
  const { command, description: told } = document.meta.sweep ?? {};
  assertEquals(told, description);
  assertStringIncludes(
    command ?? "",
    `rpcbench sweep --quick --payload-sizes=64 --concurrency=2`,
  );
  assertStringIncludes(command ?? "", `'What it'\\''s <b>worth`);
  const steps = await folder.steps();
  assertEquals(steps.size, 15);

  const study = await folder.read("STUDY.md");
  assertStringIncludes(study, command ?? "?");
  const [, paragraph] = study.split("\n\n");
  assert(!/<b>|[^\\]\[here/.test(paragraph), paragraph);
  const images = [...study.matchAll(/^!\[(.+)\]\((.+)\)$/gm)];
  assertEquals(images.map(([_image, _text, file]) => file), [
    "graphs/connection-time.svg",
    "graphs/latency-percentiles.svg",
    "graphs/latency-by-payload-size.svg",
    "graphs/local-and-remote.svg",
    "graphs/bandwidth-by-payload-size.svg",
  ]);
  for (const [_image, text, file] of images) {
    assertStringIncludes(text, "rpc_threaded");
    assertStringIncludes(await folder.read(file), "<svg");
  }
  for (const [, file] of study.matchAll(/`([\w/]+\.\w+)`/g)) {
    await Deno.stat(`${folder.path}/${file}`);
  }
  assertStringIncludes(await folder.read("report.html"), "<!doctype html>");

  const second = await run([...args, "--quiet", "--skip-graphs"]);
  assertEquals([second.code, second.stdout], [0, ""], second.stderr);
  assertStringIncludes(
    second.stderr,
    "15 of 15 steps are measured already, and skipped",
  );
  assertEquals(await folder.steps(), steps);
  // What it was said to be about is kept.
  assertStringIncludes(await folder.read("STUDY.md"), paragraph);
});

Deno.test("Ctrl-C leaves what was done, and the next start goes on from there", async () => {
  await using folder = await Folder.make();
  const args = ["sweep", ...LONGER, `--output-dir=${folder.path}`];
  await using commandLine = new CommandLine(args);
  await folder.firstStep();
  const second = await runHere(args);
  assertEquals([second.code, second.stderr], [
    2,
    `rpcbench: --output-dir got "${folder.path}", in which another sweep is at ` +
    "work; wait until it ends, or take another folder\n",
  ]);
  const pids = await descendantsOf(commandLine.pid);
  commandLine.interrupt();
  const interrupted = await commandLine.outcome();
  assertEquals(interrupted.code, 130, interrupted.stderr);
  await assertEnded(pids, 0);
  const done = await folder.steps();
  assertGreater(done.size, 0);
  const incomplete =
    /\d of 5 steps are not measured: the study is not complete/;
  assertMatch(await folder.read("STUDY.md"), incomplete);
  assertMatch(interrupted.stderr, incomplete);

  const resumed = await run(args);
  assertEquals(resumed.code, 0, resumed.stderr);
  assertStringIncludes(
    resumed.stderr,
    `${done.size} of 5 steps are measured already, and skipped`,
  );
  const all = await folder.steps();
  assertEquals(all.size, 5);
  for (const [name, startedAt] of done) assertEquals(all.get(name), startedAt);
  const { meta } = parseDocument(await folder.read("results.json"));
  assertEquals(meta.sweep?.steps.length, 5);

  const others = [
    [["--payload-sizes=64,65"], "--payload-sizes"],
    [["--concurrency=3"], "--concurrency"],
    [["--remote=rpc://127.0.0.1:1"], "--remote"],
  ] as const;
  for (const [flags, name] of others) {
    const other = await runHere([...args, ...flags]);
    assertEquals(
      [other.code, other.stderr],
      [
        2,
        `rpcbench: --output-dir got "${folder.path}", which has steps that were ` +
        `measured with other settings of ${name}; take another folder, or ` +
        "--restart to measure all again\n",
      ],
    );
  }
});

Deno.test("a server that is killed is started again; its step counts as failed, and is measured again", async () => {
  await using folder = await Folder.make();
  const args = ["sweep", ...LONGER, `--output-dir=${folder.path}`, "--quiet"];
  await using commandLine = new CommandLine(args);
  await folder.firstStep();
  for (const pid of await descendantsOf(commandLine.pid)) {
    Deno.kill(pid, "SIGKILL");
  }
  const failed = await commandLine.outcome();
  assertEquals(failed.code, 3, failed.stderr);
  assertMatch(
    failed.stderr,
    /rpc_threaded: .+: the server ended, with SIGKILL/,
  );
  const broken = parseResultDocument(await folder.read("results.json"));
  const unfinished =
    broken.meta.sweep?.steps.filter(({ completed }) => !completed) ?? [];
  assertEquals(unfinished.length, 1);
  assertEquals(broken.meta.sweep?.steps.length, 5);
  assertGreater(
    serverResults(broken).get("rpc_threaded")?.failed_requests ?? 0,
    0,
  );

  const before = await folder.steps();
  const again = await run(args);
  assertEquals(again.code, 0, again.stderr);
  const after = await folder.steps();
  for (const [name, startedAt] of before) {
    const wasUnfinished = name === `${unfinished[0].name}.json`;
    assertEquals(after.get(name) !== startedAt, wasUnfinished, name);
  }
});

Deno.test("steps of another machine or another Deno are not mixed with those of this", async () => {
  await using folder = await Folder.make();
  const args = ["sweep", ...SMALL, `--output-dir=${folder.path}`, "--quiet"];
  const { started_at } = META;
  const name = "rpc_threaded-latency";
  const step = { name, started_at, duration: 1, completed: true };
  const foreign = {
    meta: { ...META, deno: "1.2.3", sweep: { steps: [step] } },
  };
  await folder.write(`documents/${name}.json`, JSON.stringify(foreign));
  await folder.write("documents/own.json", "{}");
  await Deno.mkdir(`${folder.path}/documents/folder.json`);

  const refused = await runHere(args);
  assertEquals(refused.code, 2);
  assertStringIncludes(
    refused.stderr,
    `which has steps that were measured where deno was 1.2.3, not ${Deno.version.deno};`,
  );

  await using commandLine = new CommandLine([...args, "--restart"]);
  await commandLine.says(/own\.json is not the document of a step/);
  await commandLine.says(/folder\.json is not the document of a step/);
  commandLine.interrupt();
  assertEquals((await commandLine.outcome()).code, 130);
  await assertRejects(
    () => folder.read(`documents/${name}.json`),
    Deno.errors.NotFound,
  );
  // What is somebody else's stays.
  assertEquals(await folder.read("documents/own.json"), "{}");
});

Deno.test("what a sweep cannot do is told in a line, before it begins", async () => {
  const file = await Deno.makeTempFile();
  try {
    const mistakes: [string[], string][] = [
      [
        ["--remote=ftp://somewhere:1"],
        '--remote got "ftp://somewhere:1"; it takes rpc://HOST:PORT or http://HOST:PORT',
      ],
      [
        ["--remote", "rpc://host"],
        '--remote got "rpc://host"; it takes rpc://',
      ],
      [
        ["--remote=http://h:1/path"],
        '--remote got "http://h:1/path"; it takes',
      ],
      [["--payload-sizes=1,x"], '--payload-sizes got "x"; it takes a whole'],
      [
        ["--payload-sizes=64,1073741824"],
        '--payload-sizes got "1073741824"; it takes a whole number from 1 to',
      ],
      [["--concurrency=0"], '--concurrency got "0"; it takes a whole'],
      [
        ["--skip-rpc-threaded", "--skip-rpc-forking", "--skip-http"],
        "leave nothing to run",
      ],
      [[`--output-dir=${file}`], `--output-dir got "${file}`],
    ];
    for (const [flags, message] of mistakes) {
      const { code, stderr } = await runHere(["sweep", "--quick", ...flags]);
      assertEquals(code, 2);
      assertStringIncludes(stderr, message);
      assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    }
  } finally {
    await Deno.remove(file);
  }
});
