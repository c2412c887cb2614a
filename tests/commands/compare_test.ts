import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { INTERRUPTED, type ResultDocument } from "../../benchmarks/mod.ts";
import { formatJsonReport } from "../../reports/mod.ts";
import { BARE, documentOf, fullResult } from "../reports/_sample_document.ts";
import { bench, benchJson } from "../benchmarks/deno_bench/_bench_json.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { run } from "./_command_line.ts";
import { runHere } from "./_run_here.ts";

/** Four runs of two servers, the first of which is so many times as slow. */
function runs(times: number): ResultDocument[] {
  return [0.98, 1, 1.01, 1.02].map((noise) =>
    documentOf({
      rpc_threaded: fullResult("rpc_threaded", times * noise),
      http_threaded: fullResult("http_threaded", 3 * noise),
    })
  );
}

const [ALONE] = runs(1);
const FILES: Readonly<Record<string, string>> = {
  "base.json": JSON.stringify(runs(1)),
  "same.json": JSON.stringify(runs(1)),
  "slow.json": JSON.stringify(runs(1.4)),
  "slower.json": JSON.stringify(runs(1.2)),
  "alone.json": formatJsonReport(ALONE),
  "dead.json": formatJsonReport(
    documentOf({ http_threaded: fullResult("http_threaded", 3) }),
  ),
  "stopped.json": formatJsonReport({
    ...ALONE,
    meta: { ...ALONE.meta, warnings: [INTERRUPTED] },
  }),
  "elsewhere.json": formatJsonReport({
    ...ALONE,
    meta: { ...ALONE.meta, cpu_model: "\u001b[31mOther\nCPU", deno: "3.0.0" },
  }),
};

Deno.test("compare prints what changed, worst first, and exits with 1 if that does not pass", async () => {
  await using files = await ServiceModule.write("", FILES);
  const { code, stdout, stderr } = await run(
    ["compare", "base.json", "slow.json", "--fail-on=critical"],
    { cwd: files.folder, env: { GITHUB_ACTIONS: "" } },
  );
  assertEquals([code, stderr], [1, ""]);
  assert(stdout.startsWith("COMPARISON\n\nSLOW AGAINST BASE\n"), stdout);
  const [changed, unchanged] = stdout.split("What did not change");
  assertMatch(changed, /latency\.p99 .* \+40 % .* worse: critical/);
  assertMatch(
    changed,
    /concurrent\.throughput .* −28\.57 % .* worse: critical/,
  );
  assert(!changed.includes("http_threaded  "));
  assertMatch(unchanged, /http_threaded .* no difference/);
});

Deno.test("--fail-on lets pass what is not that grave, and nothing that died or was interrupted", async () => {
  await using files = await ServiceModule.write("", FILES);
  const codeOf = async (...args: string[]) => {
    const paths = args.map((arg) =>
      arg.endsWith(".json") ? `${files.folder}/${arg}` : arg
    );
    const rest = ["--quiet", "--annotations=none"];
    return (await runHere(["compare", ...paths, ...rest])).code;
  };
  const critical = "--fail-on=critical";
  assertEquals(await codeOf("base.json", "slow.json"), 0);
  assertEquals(await codeOf("base.json", "slow.json", "--fail-on=warning"), 1);
  assertEquals(await codeOf("base.json", "slower.json", critical), 0);
  assertEquals(
    await codeOf("base.json", "slower.json", "--fail-on=warning"),
    1,
  );
  assertEquals(await codeOf("base.json", "same.json", "--fail-on=warning"), 0);
  assertEquals(await codeOf("alone.json", "dead.json"), 0);
  assertEquals(await codeOf("alone.json", "dead.json", critical), 1);
  assertEquals(await codeOf("alone.json", "stopped.json", critical), 1);
  assertEquals(await codeOf("stopped.json", "alone.json", critical), 0);
  assertEquals(
    await codeOf("base.json", "same.json", "slow.json", critical),
    1,
  );
});

Deno.test("a comparison is written alone and before reports of all runs, in all forms", async () => {
  await using files = await ServiceModule.write("", FILES);
  const path = (name: string) => `${files.folder}/${name}`;
  for (const output of ["c.json", "c.md"]) {
    const { code } = await runHere([
      "compare",
      path("base.json"),
      path("same.json"),
      path("slow.json"),
      "--quiet",
      "--annotations=none",
      `--output=${path(output)}`,
      `--report=${path("r.html")}`,
      `--report=${path("r.md")}`,
      `--junit=${path("j.xml")}`,
    ]);
    assertEquals(code, 0);
  }
  const [same, slow] = JSON.parse(await Deno.readTextFile(path("c.json")));
  assertEquals(
    [same.schema, same.base.name, same.next.name, same.severity],
    ["rpcbench-comparison/1", "base", "same", "none"],
  );
  assertEquals([slow.next.name, slow.severity], ["slow", "critical"]);
  assertEquals(slow.next.started_at.length, 4);
  const markdown = await Deno.readTextFile(path("c.md"));
  assert(
    markdown.startsWith("## Comparison\n\n### same against base\n\n- Of "),
    markdown.slice(0, 200),
  );
  assertStringIncludes(markdown, "### slow against base");
  const report = await Deno.readTextFile(path("r.md"));
  assert(
    report.startsWith("## Benchmark results\n\n### same against base"),
    report.slice(0, 200),
  );
  assertStringIncludes(report, "### Summary");
  const page = await Deno.readTextFile(path("r.html"));
  assert(page.indexOf("slow against base") < page.indexOf("Summary"));
  const junit = await Deno.readTextFile(path("j.xml"));
  assertStringIncludes(junit, "rpc_threaded, slow");
});

Deno.test("what died is said before all else", async () => {
  await using files = await ServiceModule.write("", FILES);
  const path = (name: string) => `${files.folder}/${name}`;
  await runHere([
    "compare",
    path("alone.json"),
    path("dead.json"),
    "--quiet",
    `--output=${path("c.txt")}`,
  ]);
  const text = await Deno.readTextFile(path("c.txt"));
  assertStringIncludes(
    text,
    "DEAD AGAINST ALONE\n  LOST: dead has nothing of rpc_threaded.\n",
  );
});

Deno.test("what was not measured alike is compared only when told to, and then it says so", async () => {
  await using files = await ServiceModule.write("", FILES);
  const path = (name: string) => `${files.folder}/${name}`;
  const compare = (...flags: string[]) =>
    runHere([
      "compare",
      path("alone.json"),
      path("elsewhere.json"),
      "--quiet",
      `--output=${path("c.txt")}`,
      ...flags,
    ]);
  assertEquals(await compare(), {
    code: 2,
    stdout: "",
    stderr:
      'rpcbench: compare got "alone" and "elsewhere", which were not measured alike (cpu_model: Test CPU, then Other CPU; deno: 2.9.6, then 3.0.0); --allow-differences compares them even so\n',
  });
  assertEquals((await compare("--allow-differences")).code, 0);
  const text = await Deno.readTextFile(path("c.txt"));
  assertStringIncludes(
    text,
    "They were not measured alike: cpu_model was Test CPU and is Other CPU, deno was 2.9.6 and is 3.0.0.",
  );
});

Deno.test("compare --help tells of its flags", async () => {
  const { code, stdout } = await runHere(["compare", "--help"]);
  assertEquals(code, 0);
  for (
    const flag of [
      "--fail-on warning|critical",
      "--allow-differences",
      "--all",
      "--output, -o FILE",
      "--report FILE",
      "--junit FILE",
      "--annotations",
      "--quiet, -q",
      "--json",
    ]
  ) assertStringIncludes(stdout, flag);
});

Deno.test("a wrong file or flag is told in one line", async () => {
  const document = FILES["alone.json"];
  await using files = await ServiceModule.write("", {
    "a.json": document,
    "cut.json": document.slice(0, 2000),
    "foreign.json": `{"name":"package"}`,
    "bench.json": benchJson(bench("ping")),
    "monitor.jsonl": '{"schema":"rpcbench-monitor/1"}\n'.repeat(2),
    "damaged.json": document.replace('"p99"', '"p98"'),
    "bare.json": formatJsonReport(documentOf({})),
    "failed.json": formatJsonReport(
      documentOf({ rpc: { ...BARE, total_requests: 10, failed_requests: 20 } }),
    ),
    "half.json": formatJsonReport(
      documentOf({ rpc: { ...BARE, total_requests: 10.5 } }),
    ),
  });
  const path = (name: string) => `${files.folder}/${name}`;
  const good = path("a.json");
  const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
    [[], "compare takes the files of two or more result documents"],
    [[good], "the base first; it got one"],
    [[good, good, "--quiet", "--json"], "--quiet and --json contradict"],
    [[good, good, "--fail-on=soon"], '--fail-on got "soon"; it takes warning'],
    [[good, good, "--fali-on=critical"], "did you mean --fail-on?"],
    [[good, path("none.json")], `compare got "${path("none.json")}"; there is`],
    [[path("cut.json"), good], "it is cut off: its JSON has no end"],
    [[good, path("service.ts")], "it is empty"],
    [[good, path("foreign.json")], "it is JSON, but no result document"],
    [[good, path("bench.json")], "rpcbench import makes one of it"],
    [[good, path("monitor.jsonl")], "rpcbench import makes one of it"],
    [[good, path("damaged.json")], ".p99 is missing; it takes a number"],
    [[path("bare.json"), good], 'got "bare", which has nothing to compare'],
    [
      [good, path("failed.json")],
      "rpc.failed_requests is 20; of total_requests there are 10",
    ],
    [[good, path("half.json")], "rpc.total_requests is 10.5; it takes a whole"],
    [[good, files.folder], "it takes the file of a result document"],
    [
      [good, good, "-o", "a.pdf"],
      '--output got "a.pdf"; it takes a file whose',
    ],
    [[good, good, "--report=a.doc"], '--report got "a.doc"; it takes a file'],
  ];
  for (const [args, says] of wrong) {
    const { code, stdout, stderr } = await runHere(["compare", ...args]);
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, says);
    assertEquals(stderr.trimEnd().split("\n").length, 1);
  }
});
