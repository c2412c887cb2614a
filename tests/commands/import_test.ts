import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { parseResultDocument } from "../../benchmarks/mod.ts";
import {
  bench,
  benchJson,
  FAILED,
} from "../benchmarks/deno_bench/_bench_json.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { runHere } from "./_run_here.ts";

const CLI = fileURLToPath(import.meta.resolve("../../cli.ts"));
const PRINTED = benchJson(
  bench("ping", "calls"),
  bench("echo", "calls"),
  bench("broken", null, { results: [FAILED] }),
);

Deno.test("import reads standard input, prints a summary and writes the document", async () => {
  await using files = await ServiceModule.write("");
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", CLI, "import", "-", "-o", "results.json"],
    cwd: files.folder,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await ReadableStream.from([new TextEncoder().encode(PRINTED)])
    .pipeTo(process.stdin);
  const { code, stdout, stderr } = await process.output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  const summary = new TextDecoder().decode(stdout);
  assertMatch(summary, /^ {2}calls\/ping +20\.0 µs +10\.0 µs/m);
  assertMatch(summary, /^ {2}Iteration, mean +calls\/ping .* a tie$/m);
  assertStringIncludes(summary, "no such method");
  assert(!/undefined|NaN|V8/.test(summary), summary);
  const document = parseResultDocument(
    await Deno.readTextFile(`${files.folder}/results.json`),
  );
  assertEquals(
    Object.keys(document),
    ["meta", "calls/ping", "calls/echo", "broken"],
  );
});

Deno.test("what import has written, report draws", async () => {
  await using files = await ServiceModule.write("", { "bench.json": PRINTED });
  const path = (name: string) => `${files.folder}/${name}`;
  const imported = await runHere([
    "import",
    path("bench.json"),
    "--quiet",
    "-o",
    path("results.json"),
    "--report",
    path("report.md"),
  ]);
  assertEquals(imported, { code: 0, stdout: "", stderr: "" });
  for (const name of ["report.html", "again.md"]) {
    const { code } = await runHere([
      "report",
      path("results.json"),
      "-o",
      path(name),
    ]);
    assertEquals(code, 0);
  }
  assertStringIncludes(
    await Deno.readTextFile(path("report.md")),
    "Iterations of deno bench",
  );
  assertStringIncludes(
    await Deno.readTextFile(path("report.html")),
    "calls/ping",
  );
});

Deno.test("what import has written, budgets hold and runs of it compare", async () => {
  await using files = await ServiceModule.write("", {
    "fast.json": PRINTED,
    "slow.json": PRINTED.replaceAll('"avg":20000', '"avg":60000'),
  });
  const path = (name: string) => `${files.folder}/${name}`;
  for (const name of ["fast", "slow"]) {
    await runHere(["import", path(`${name}.json`), "-q", "-o", path(name)]);
    // As several runs: one on each side does not tell how runs differ.
    const run = await Deno.readTextFile(path(name));
    await Deno.writeTextFile(path(name), `[${run},${run},${run}]`);
  }
  const judged = await runHere([
    "import",
    path("slow.json"),
    "--quiet",
    "--budget=calls/ping.iteration_time.mean<50us",
    "--budget=iteration_time.mean<1s",
    "--annotations=none",
    `--junit=${path("b.xml")}`,
  ]);
  assertEquals(judged.code, 1);
  const [slow, broken, ...others] = judged.stderr.trimEnd().split("\n");
  assertStringIncludes(slow, "iteration_time.mean is 60.0 µs");
  assertStringIncludes(
    broken,
    "broken has no iteration_time.mean, and 1 of its",
  );
  assertEquals(others, []);
  assertStringIncludes(await Deno.readTextFile(path("b.xml")), 'failures="2"');
  const compared = await runHere([
    "compare",
    path("fast"),
    path("slow"),
    "--quiet",
    "--fail-on=critical",
  ]);
  assertEquals(compared.code, 1);
});

Deno.test("a file that deno bench has not printed is told in one line", async () => {
  await using files = await ServiceModule.write("", {
    "empty.json": "",
    "cut.json": PRINTED.slice(0, 200),
    "foreign.json": `{"name":"package"}`,
    "hostile.json": PRINTED.replace(
      /"version":1/,
      `"version":"\\u001b[31m\\n"`,
    ),
  });
  const says: Readonly<Record<string, string>> = {
    "none.json": "there is no such file",
    ".":
      "it takes the file of what deno bench --json has printed, not a folder",
    "empty.json": "it is empty",
    "cut.json": "it is cut off: its JSON has no end",
    "foreign.json": "it is JSON, but not that of deno bench --json",
    "hostile.json":
      'its version is "\\u001b[31m\\n"; this version of rpcbench reads 1',
  };
  for (const [name, what] of Object.entries(says)) {
    const path = `${files.folder}/${name}`;
    assertEquals(await runHere(["import", path]), {
      code: 2,
      stdout: "",
      stderr: `rpcbench: import got "${path}"; ${what}\n`,
    });
  }
});

Deno.test("import --help tells what it takes, and of its flags", async () => {
  const { code, stdout, stderr } = await runHere(["import", "--help"]);
  assertEquals([code, stderr], [0, ""]);
  for (const words of ["deno bench -A --json", "--output, -o", "--report"]) {
    assertStringIncludes(stdout, words);
  }
});

Deno.test("the commands that take what import writes name it", async () => {
  for (const command of ["report", "compare", "check", "diagnose"]) {
    const { stdout } = await runHere([command, "--help"]);
    assertMatch(stdout, /^Takes result documents, as .* import write$/m);
  }
});

Deno.test("import says what it takes before it reads anything", async () => {
  const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
    [
      [],
      "import takes the file of what deno bench --json has printed, or - for standard input",
    ],
    [["a.json", "b.json"], 'unexpected argument "b.json"'],
    [["a.json", "--ouput=b"], "unknown flag --ouput; did you mean --output?"],
    [["a.json", "--quiet", "--json"], "--quiet and --json contradict"],
    [["a.json", "--report=b.doc"], '--report got "b.doc"; it takes a file'],
  ];
  for (const [args, says] of wrong) {
    const { code, stdout, stderr } = await runHere(["import", ...args]);
    assertEquals([code, stdout], [2, ""]);
    assert(stderr.startsWith(`rpcbench: ${says}`), stderr);
  }
});
