import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { formatJsonReport } from "../../reports/mod.ts";
import { EVERYTHING } from "../reports/_everything.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { run } from "./_command_line.ts";
import { runHere } from "./_run_here.ts";

const CLI = fileURLToPath(import.meta.resolve("../../cli.ts"));
const DOCUMENT = formatJsonReport(EVERYTHING);

Deno.test("report prints what the console says of a document: all of it, into a pipe", async () => {
  await using files = await ServiceModule.write("", { "a.json": DOCUMENT });
  const { code, stdout, stderr } = await run(["report", "a.json"], {
    cwd: files.folder,
  });
  assertEquals([code, stderr], [0, ""]);
  assert(stdout.startsWith("BENCHMARK RESULTS\n\nSUMMARY\n"));
  assertStringIncludes(stdout, "p99.9");
  assertMatch(stdout, /.{120}/);
});

Deno.test("several documents are put beside each other, under their files' names", async () => {
  await using files = await ServiceModule.write("", { "run.json": DOCUMENT });
  await Deno.mkdir(`${files.folder}/1`);
  await Deno.writeTextFile(`${files.folder}/1/run.json`, DOCUMENT);
  const { code, stdout, stderr } = await run(
    ["report", "run.json", "1/run.json", "run.json", "--format=csv"],
    { cwd: files.folder },
  );
  assertEquals([code, stderr], [0, ""]);
  const folder = files.folder.split("/").at(-1);
  assertEquals(
    [...new Set(stdout.trim().split("\r\n").map((row) => row.split(",")[0]))],
    ["run", `${folder}/run`, "1/run", `${folder}/run (2)`],
  );
});

Deno.test("a document comes from standard input, and goes where --output says, byte for byte", async () => {
  await using files = await ServiceModule.write("", { "a.json": DOCUMENT });
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", CLI, "report", "-", "-o", "new/b.json"],
    cwd: files.folder,
    stdin: "piped",
    stdout: "null",
  }).spawn();
  await ReadableStream.from([new TextEncoder().encode(DOCUMENT)])
    .pipeTo(process.stdin);
  assertEquals((await process.status).code, 0);
  const written = await Deno.readTextFile(`${files.folder}/new/b.json`);
  assertEquals(written, DOCUMENT);
});

Deno.test("the list that is written of several documents is read back, each with a number", async () => {
  await using files = await ServiceModule.write("", { "a.json": DOCUMENT });
  const path = (name: string) => `${files.folder}/${name}`;
  await runHere([
    "report",
    path("a.json"),
    path("a.json"),
    "-o",
    path("l.json"),
  ]);
  const { code } = await runHere([
    "report",
    path("l.json"),
    "-o",
    path("l.csv"),
  ]);
  assertEquals(code, 0);
  const rows = (await Deno.readTextFile(path("l.csv"))).trim().split("\r\n");
  assertEquals(
    [...new Set(rows.map((row) => row.split(",")[0]))],
    ["run", "l #1", "l #2"],
  );
  await runHere(["report", path("l.json"), "-o", path("again.json")]);
  assertEquals(
    await Deno.readTextFile(path("again.json")),
    await Deno.readTextFile(path("l.json")),
  );
});

Deno.test("the form is what the output's name ends in, or --format", async () => {
  await using files = await ServiceModule.write("", { "a.json": DOCUMENT });
  const path = (name: string) => `${files.folder}/${name}`;
  const begins: Readonly<Record<string, string>> = {
    "r.md": "## Benchmark results\n",
    "r.CSV": "run,server,metric,unit,value\r\n",
    "r.html": "<!doctype html>",
    "r.txt": "BENCHMARK RESULTS\n",
    "r.json": '{\n  "meta"',
  };
  for (const [name, beginning] of Object.entries(begins)) {
    const outcome = await runHere(["report", path("a.json"), "-o", path(name)]);
    assertEquals(outcome, { code: 0, stdout: "", stderr: "" });
    const text = (await Deno.readTextFile(path(name))).trimStart();
    assertEquals(text.slice(0, beginning.length), beginning);
  }
  const { code } = await runHere([
    "report",
    path("a.json"),
    "--format=svg",
    "--output",
    path("graphs/new"),
  ]);
  assertEquals(code, 0);
  const graphs = await Array.fromAsync(Deno.readDir(path("graphs/new")));
  assert(graphs.length > 1);
  for (const { name } of graphs) assert(name.endsWith(".svg"), name);
});

Deno.test("a file that is no result document is told in one line, which says what is wrong", async () => {
  await using files = await ServiceModule.write("", {
    "good.json": DOCUMENT,
    "empty.json": "",
    "cut.json": DOCUMENT.slice(0, 5000),
    "foreign.json": `{"name":"package"}`,
    "none-of.json": "[]",
    "one-of.json": `[${DOCUMENT},{"name":"package"}]`,
    "later.json": `{"meta":{"schema":"rpcbench/2"}}`,
    "damaged.json": DOCUMENT.replace(
      '"protocol": "rpc"',
      '"protocol": "\\u001b[31m"',
    ).replace('"p99"', '"p98"'),
    "hostile.json": `{"meta":${
      JSON.stringify(EVERYTHING.meta)
    },"\\u001b[31mred\\n":5}`,
  });
  const says: Readonly<Record<string, string>> = {
    "none.json": "there is no such file",
    ".": "it takes the file of a result document, not a folder",
    "empty.json": "it is empty",
    "cut.json": "it is cut off: its JSON has no end",
    "service.ts": "it is empty",
    "service.ts/a.json": "it cannot be read: Not a directory (os error 20)",
    "none-of.json": "it is a list of no documents",
    "one-of.json":
      "number 2 of its list: it is JSON, but no result document of rpcbench",
    "foreign.json": "it is JSON, but no result document of rpcbench",
    "later.json": 'its schema is "rpcbench/2"; this version reads "rpcbench/1"',
    "damaged.json":
      "it is damaged: meta.floor.latency.p99 is missing; it takes a number",
    "hostile.json": "it is damaged: red is 5; it takes an object",
  };
  for (const [name, what] of Object.entries(says)) {
    const path = `${files.folder}/${name}`;
    assertEquals(
      await runHere(["report", `${files.folder}/good.json`, path]),
      {
        code: 2,
        stdout: "",
        stderr: `rpcbench: report got "${path}"; ${what}\n`,
      },
    );
  }
});

Deno.test("a file's name cannot change how the terminal looks", async () => {
  const { code, stderr } = await runHere([
    "report",
    "\u001b[31mred\u202e.json",
  ]);
  assertEquals(code, 2);
  assertEquals(
    stderr,
    'rpcbench: report got "red .json"; there is no such file\n',
  );
});

Deno.test("what report cannot do is told before anything is read", async () => {
  await using files = await ServiceModule.write("");
  const none = `${files.folder}/none.json`;
  const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
    [[], "report takes the files of result documents, or - for standard input"],
    [
      [none, "-o", "report.doc"],
      '--output got "report.doc"; it takes a file whose name ends in .html, .md, .csv, .json, .txt, or a --format too',
    ],
    [
      [none, "-o", `${files.path}/x.html`],
      `--output got "${files.path}/x.html"; it takes a file that can be written`,
    ],
    [
      [none, "--format=svg"],
      "--format svg makes several files; it takes a folder as --output",
    ],
    [
      [none, "--format=svg", "-o", files.path],
      `--output got "${files.path}"; it takes a folder that can be written to`,
    ],
    [
      [none, "--format=doc"],
      '--format got "doc"; it takes html or markdown or csv',
    ],
  ];
  for (const [args, says] of wrong) {
    const { code, stdout, stderr } = await runHere(["report", ...args]);
    assertEquals([code, stdout], [2, ""]);
    assert(stderr.startsWith(`rpcbench: ${says}`), stderr);
    assertEquals(stderr.trimEnd().split("\n").length, 1);
  }
});

Deno.test("a reader who has seen enough is no error", async () => {
  await using files = await ServiceModule.write("", { "a.json": DOCUMENT });
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: [
      "-c",
      // More than fits into a pipe.
      `"$0" run --quiet -A "$1" report $(yes a.json | head -50) --format json | head -c 1`,
      Deno.execPath(),
      CLI,
    ],
    cwd: files.folder,
  }).output();
  assertEquals(code, 0);
  assertEquals(new TextDecoder().decode(stdout), "[");
  assertEquals(new TextDecoder().decode(stderr), "");
});
