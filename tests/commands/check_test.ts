import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatJsonReport } from "../../reports/mod.ts";
import { EVERYTHING } from "../reports/_everything.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { run, SMALL_RUN } from "./_command_line.ts";
import { runHere } from "./_run_here.ts";

const DOCUMENT = formatJsonReport(EVERYTHING);
const KEPT = "latency.p99<1s";
const BROKEN = "rpc_forking.latency.p99<150us";

Deno.test("check prints a table, and exits with 1 if a budget failed", async () => {
  await using files = await ServiceModule.write("", { "a.json": DOCUMENT });
  const check = (...budgets: readonly string[]) =>
    run(["check", "a.json", ...budgets.map((it) => `--budget=${it}`)], {
      cwd: files.folder,
      env: { GITHUB_ACTIONS: "" },
    });
  const [passed, failed] = await Promise.all([
    check(KEPT),
    check(KEPT, BROKEN),
  ]);
  assertEquals([passed.code, passed.stderr], [0, ""]);
  assert(passed.stdout.startsWith("CHECKS\n\nBUDGETS\n  3 checks passed"));
  assertEquals([failed.code, failed.stderr], [1, ""]);
  assertStringIncludes(failed.stdout, "1 of 4 checks failed.");
  assertStringIncludes(failed.stdout, BROKEN);
});

Deno.test("--json prints what was checked alone, whoever listens on standard error", async () => {
  await using files = await ServiceModule.write("", { "a.json": DOCUMENT });
  const check = (flag: string, github: string) =>
    run(["check", "a.json", `--budget=${BROKEN}`, flag, "--junit=new/b.xml"], {
      cwd: files.folder,
      env: { GITHUB_ACTIONS: github },
    });
  const message =
    "latency.p99 is 176 µs; the limit is 150 µs, 17.12 % beyond it\n";
  const plain = await check("--json", "");
  const [result, ...others] = JSON.parse(plain.stdout);
  assertEquals(others, []);
  assertEquals(
    [result.run, result.server, result.outcome, result.limit],
    ["a", "rpc_forking", "broken", 150e-6],
  );
  assertEquals(
    [plain.code, plain.stderr],
    [1, `failed: rpc_forking: ${BROKEN}: ${message}`],
  );
  assertEquals(await check("--quiet", "true"), {
    code: 1,
    stdout: "",
    stderr: `::error title=rpc_forking%3A ${BROKEN}::${
      message.replace("%", "%25")
    }`,
  });
  const junit = await Deno.readTextFile(`${files.folder}/new/b.xml`);
  assertStringIncludes(junit, 'tests="1" failures="1"');
});

Deno.test("several documents are checked, and lists of them, each under its name", async () => {
  await using files = await ServiceModule.write("", {
    "a.json": DOCUMENT,
    "l.json": `[${DOCUMENT},${DOCUMENT}]`,
  });
  const report = `${files.folder}/r.md`;
  const { code } = await runHere([
    "check",
    `${files.folder}/a.json`,
    `${files.folder}/l.json`,
    `--budget=${BROKEN}`,
    "--quiet",
    "--annotations=none",
    `--report=${report}`,
    `--output=${files.folder}/checks.MD`,
  ]);
  assertEquals(code, 1);
  const alone = await Deno.readTextFile(`${files.folder}/checks.MD`);
  assert(
    alone.startsWith("## Checks\n\n### Budgets\n\n- 3 of 3 checks failed"),
  );
  const text = await Deno.readTextFile(report);
  assertEquals(
    // As names are written, so that they link to no issue.
    [...text.matchAll(/^\| \*\*failed\*\* \| \S+ \| (.+?) \|/gm)]
      .map(([, run]) => run),
    ["a", "l \\#\u20601", "l \\#\u20602"],
  );
});

Deno.test("a wrong file, budget or flag is told in one line", async () => {
  await using files = await ServiceModule.write("", {
    "a.json": DOCUMENT,
    "cut.json": DOCUMENT.slice(0, 5000),
    "foreign.json": `{"name":"package"}`,
  });
  const path = (name: string) => `${files.folder}/${name}`;
  const budget = `--budget=${KEPT}`;
  const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
    [[budget], "check takes the files of result documents"],
    [[path("a.json")], "check takes a --budget or more"],
    [[path("a.json"), budget, "--quiet", "--json"], "--quiet and --json"],
    [[path("none.json"), budget], `check got "${path("none.json")}"; there is`],
    [[path("cut.json"), budget], "it is cut off: its JSON has no end"],
    [[path("service.ts"), budget], "it is empty"],
    [[path("foreign.json"), budget], "it is JSON, but no result document"],
    [[files.folder, budget], "it takes the file of a result document"],
    [
      [path("a.json"), "--budget=latency.p99<100"],
      '--budget got "latency.p99<100"; a limit of latency.p99 takes ns, µs, us, ms, s or m',
    ],
    [
      [path("a.json"), "--budget", "latency.p99"],
      '--budget got "latency.p99"; it takes a metric, an operator',
    ],
    [[path("a.json"), "--budget="], "--budget has no value; it takes a budget"],
    [
      [path("a.json"), budget, "--annotations=gitlab"],
      '--annotations got "gitlab"; it takes github or none',
    ],
    [
      [path("a.json"), budget, "--output=a.pdf"],
      '--output got "a.pdf"; it takes a file whose name ends in .json, .md, .txt',
    ],
    [
      [path("a.json"), budget, `--junit=${files.folder}`],
      `--junit got "${files.folder}"; it takes a file that can be written`,
    ],
  ];
  for (const [args, says] of wrong) {
    const { code, stdout, stderr } = await runHere(["check", ...args]);
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, says);
    assertEquals(stderr.trimEnd().split("\n").length, 1);
  }
});

Deno.test("a run is judged: its reports begin with it, and it exits with 1", async () => {
  await using files = await ServiceModule.write("");
  const { code, stdout, stderr } = await run([
    ...SMALL_RUN,
    "--skip-rpc-forking",
    "--skip-http",
    "--budget=latency.p99<1m",
    "--budget=latency.median<0.001x floor",
    "--junit=budgets.xml",
    "--output=new.json",
    "--report=report.md",
    "--json",
  ], { cwd: files.folder, env: { GITHUB_ACTIONS: "true" } });
  assertEquals(code, 1, stderr);
  assert("rpc_threaded" in JSON.parse(stdout));
  const lines = stderr.trimEnd().split("\n")
    .filter((line) => line.startsWith("::"));
  assertEquals(lines.length, 1, stderr);
  assert(
    lines[0].startsWith(
      "::error title=rpc_threaded%3A latency.median<0.001x floor::latency.median is ",
    ),
  );
  const read = (name: string) => Deno.readTextFile(`${files.folder}/${name}`);
  assertStringIncludes(await read("budgets.xml"), 'tests="2" failures="1"');
  assertStringIncludes(
    await read("report.md"),
    "### Budgets\n\n- 1 of 2 checks",
  );
});

Deno.test("a load is judged, whatever its entry of the list is called", async () => {
  await using files = await ServiceModule.write("");
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response("pong"),
  );
  const junit = `${files.folder}/b.xml`;
  const { code } = await runHere([
    "load",
    `http://127.0.0.1:${server.addr.port}/`,
    "--requests=20",
    "--connections=2",
    "--budget=load.response_time.p99<1m",
    "--budget=load.success_rate==100%",
    "--budget=load.throughput<0.001/s",
    "--annotations=none",
    `--junit=${junit}`,
    "--quiet",
  ]);
  assertEquals(code, 1);
  assertStringIncludes(
    await Deno.readTextFile(junit),
    'tests="3" failures="1" errors="0"',
  );
});

Deno.test("a budget that is wrong is told before anything is measured", async () => {
  const budget = "--budget=latency.p99<100MB";
  for (
    const args of [
      ["run", budget],
      ["load", "http://127.0.0.1:1/", budget],
      ["scenario", budget],
      ["sweep", budget],
    ]
  ) {
    const { code, stdout, stderr } = await runHere(args);
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, '--budget got "latency.p99<100MB"');
  }
  const { code, stderr } = await runHere(["run", "--junit=b.xml"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "--junit writes what --budget checks; give one");
});

Deno.test("check --help tells of its flags and of budgets", async () => {
  const { code, stdout } = await runHere(["check", "--help"]);
  assertEquals(code, 0);
  for (
    const word of ["--budget BUDGET", "--junit FILE", "--annotations", "floor"]
  ) {
    assertStringIncludes(stdout, word);
  }
});
