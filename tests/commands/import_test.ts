import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { parseResultDocument } from "../../benchmarks/mod.ts";
import { PerformanceMonitor } from "../../monitoring/mod.ts";
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
    "result.json": `[{ "meta": { "schema": "rpcbench/1", "started_at": "" } }]`,
    "hostile.json": PRINTED.replace(
      /"version":1/,
      `"version":"\\u001b[31m\\n"`,
    ),
  });
  const says: Readonly<Record<string, string>> = {
    "none.json": "there is no such file",
    ".":
      "it takes the file of what deno bench --json has printed, or of a monitor, not a folder",
    "empty.json": "it is empty",
    "cut.json": "it is cut off: its JSON has no end",
    "foreign.json": "it is JSON, but not that of deno bench --json",
    "result.json": "it is a result document already",
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

Deno.test("what a monitor wrote becomes a document of the time that is asked for", async () => {
  await using files = await ServiceModule.write("");
  const file = `${files.folder}/monitor.jsonl`;
  const monitor = async (calls: number) => {
    await using monitor = await PerformanceMonitor.start({ file });
    for (let i = 0; i < calls; i++) {
      await monitor.track("get_user", () => Promise.resolve());
    }
  };
  await monitor(3);
  const between = new Date();
  // An interval belongs to the millisecond that it ended in.
  await new Promise((resolve) => setTimeout(resolve, 2));
  // As a monitor does with a file that is full.
  await Deno.rename(file, `${file}.1`);
  await monitor(5);
  const requestsOf = async (...flags: string[]) => {
    const output = `${files.folder}/results.json`;
    const imported = await runHere([
      "import",
      file,
      "--quiet",
      `--output=${output}`,
      ...flags,
    ]);
    assertEquals(imported, { code: 0, stdout: "", stderr: "" });
    const { get_user } = parseResultDocument(await Deno.readTextFile(output));
    assert("protocol" in get_user);
    return get_user.total_requests;
  };
  assertEquals(await requestsOf(), 8);
  assertEquals(await requestsOf("--from=1h"), 8);
  assertEquals(await requestsOf(`--from=${between.toISOString()}`), 5);
  assertEquals(await requestsOf(`--to=${between.toISOString()}`), 3);
  const [day, time] = between.toISOString().split("T");
  assertEquals(await requestsOf(`--to=${day} ${time}`), 3);
  const judged = await runHere([
    "import",
    file,
    "--quiet",
    "--budget=get_user.total_requests>10",
    "--annotations=none",
  ]);
  assertEquals(judged.code, 1);
  // A disk that is full lets a monitor begin a file, and write nothing to it.
  await Deno.rename(file, `${file}.2`);
  await Deno.writeTextFile(file, "");
  assertEquals(await requestsOf(), 8);
});

Deno.test("what a monitor wrote may come through a pipe, which is read once", async () => {
  await using files = await ServiceModule.write("");
  const file = `${files.folder}/monitor.jsonl`;
  {
    await using monitor = await PerformanceMonitor.start({ file });
    await monitor.track("get_user", () => Promise.resolve());
  }
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", CLI, "import", "/dev/stdin", "--json"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await ReadableStream.from([await Deno.readFile(file)]).pipeTo(process.stdin);
  const { stdout, stderr } = await process.output();
  const [document, words] = [stdout, stderr].map((it) =>
    new TextDecoder().decode(it)
  );
  assertEquals(words, "");
  assertEquals(
    Object.keys(parseResultDocument(document)),
    ["meta", "get_user"],
  );
});

Deno.test("what a monitor did not write is told in one line", async () => {
  await using files = await ServiceModule.write("", {
    "bench.json": PRINTED,
    "mixed.jsonl": '{"schema":"rpcbench-monitor/1"}\n',
    "future.jsonl": '{"schema":"rpcbench-monitor/9"}\n',
  });
  const path = (name: string) => `${files.folder}/${name}`;
  const says = async (...args: string[]) => {
    const { code, stderr } = await runHere(["import", ...args]);
    assertEquals(code, 2);
    return stderr;
  };
  assertStringIncludes(
    await says(path("bench.json"), "--from=1h"),
    "it tells nothing of when it was measured, as --from and --to ask for",
  );
  assertStringIncludes(
    await says(path("mixed.jsonl")),
    "mixed.jsonl: line 1 is damaged: ",
  );
  assertStringIncludes(
    await says(path("future.jsonl")),
    'its schema is "rpcbench-monitor/9"; this version reads "rpcbench-monitor/1"',
  );
  const file = path("monitor.jsonl");
  {
    await using monitor = await PerformanceMonitor.start({ file });
    await monitor.track("get_user", () => Promise.resolve());
  }
  assertStringIncludes(
    await says(file, "--to=2000-01-01"),
    "it has no interval that ended in the time asked for; the first ended at 20",
  );
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
      "import takes the file of what deno bench --json has printed, or of a monitor, or - for standard input",
    ],
    [["a.json", "b.json"], 'unexpected argument "b.json"'],
    [["a.json", "--ouput=b"], "unknown flag --ouput; did you mean --output?"],
    [
      ["a.json", "--from=monday"],
      '--from got "monday"; it takes a time as 2026-05-04T03:00, or how long ago as 90m, 24h or 7d',
    ],
    // As `Date` would take them: years, months of Greenwich, the first days of March.
    ...["90", "1w", "2026-05", "2026-02-31", "2026-13-01", "05/04/2026"].map(
      (time) =>
        [
          ["a.json", `--to=${time}`],
          `--to got "${time}"; it takes a time as 2026-05-04T03:00`,
        ] as const,
    ),
    [
      ["a.json", "--from=2026-05-05T00:00Z", "--to=2026-05-05T00:00Z"],
      "--from got 2026-05-05T00:00:00.000Z; it takes a time before that of --to, ",
    ],
    [["a.json", "--quiet", "--json"], "--quiet and --json contradict"],
    [["a.json", "--report=b.doc"], '--report got "b.doc"; it takes a file'],
  ];
  for (const [args, says] of wrong) {
    const { code, stdout, stderr } = await runHere(["import", ...args]);
    assertEquals([code, stdout], [2, ""]);
    assert(stderr.startsWith(`rpcbench: ${says}`), stderr);
  }
});
