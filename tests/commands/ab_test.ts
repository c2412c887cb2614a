import {
  assert,
  assertEquals,
  assertExists,
  assertGreater,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { parseResultDocument } from "../../benchmarks/mod.ts";
import { analyzeAb } from "../../verdicts/mod.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { CommandLine, run } from "./_command_line.ts";
import { parseDocument } from "./_document_shape.ts";
import { GitFolder } from "./_git_folder.ts";
import { runHere } from "./_run_here.ts";

/** A service whose answers take so many milliseconds. */
const answering = (milliseconds: number) => `
  export default class {
    search(word) {
      return new Promise((resolve) => setTimeout(resolve, ${milliseconds}, word));
    }
  }
`;

/** As little as gives a verdict: ten quads. */
const SMALL = [
  "--block=20ms",
  "--max-time=20s",
  "--precision=40%",
  "--one-start",
  "-c",
  "8",
];

Deno.test("ab finds a service that is slower than another, and tells all who ask", async () => {
  await using files = await ServiceModule.write("", {
    "old.ts": answering(3),
    "new.ts": answering(12),
  });
  const { folder } = files;
  const { code, stdout, stderr } = await run([
    "ab",
    "./old.ts",
    "./new.ts",
    "--call=search",
    '--args=["x"]',
    ...SMALL,
    "--fail-on=critical",
    "--annotations=github",
    `--report=${folder}/report.md`,
    `--output=${folder}/ab.json`,
    "--seed=1",
  ], { cwd: folder });
  assertEquals(code, 1, stderr);
  assertMatch(
    stdout,
    /^\.\/NEW\.TS AGAINST \.\/OLD\.TS\n +\.\/new\.ts is worse than \.\/old\.ts: median \+\d/m,
  );
  assertStringIncludes(stderr, "::error");
  const report = await Deno.readTextFile(`${folder}/report.md`);
  assertMatch(report, /worse: critical/);

  const document = parseResultDocument(
    await Deno.readTextFile(`${folder}/ab.json`),
  );
  parseDocument(JSON.stringify({ meta: document.meta }));
  assertEquals(Object.keys(document), ["meta", "./old.ts", "./new.ts"]);
  const { ab } = document.meta;
  assertExists(ab);
  assertEquals([ab.a, ab.b, ab.ended], ["./old.ts", "./new.ts", "precise"]);
  const { findings, severity } = analyzeAb(ab);
  assertEquals(severity, "critical");
  const throughput = findings.find(({ metric }) =>
    metric.name === "throughput"
  );
  assertNotEquals(throughput?.verdict ?? "better", "better");
  for (const name of [ab.a, ab.b]) {
    const result = document[name];
    assert("load" in result);
    const [load] = result.load ?? [];
    assertEquals(load.series.length, ab.blocks.length / 2);
    assertEquals(load.response_time?.count, load.total_requests);
    assertGreater(load.total_requests, 0);
  }

  // What is said of it comes from the document alone.
  const again = await run(["report", `${folder}/ab.json`]);
  assertStringIncludes(stdout, again.stdout.split("SUMMARY")[0].trim());
});

Deno.test("ab takes servers of any kind, each with the flags that it has a use for", async () => {
  const { code, stdout, stderr } = await run([
    "ab",
    "rpc_threaded",
    "http_threaded",
    "--call=compute/10",
    "--max-time=1s",
    "--json",
  ]);
  assertEquals([code, stdout], [2, ""]);
  assertStringIncludes(stderr, '--call got "compute/10"; rpc_threaded takes');
  const both = await run([
    "ab",
    "rpc_threaded",
    "http_threaded",
    "--args=[]",
    "--header=x-a: 1",
    "--max-time=1s",
    "--json",
  ]);
  assertEquals(both.code, 0, both.stderr);
  const document = parseResultDocument(both.stdout);
  assertEquals(document.meta.ab?.ended, "out_of_time");
});

Deno.test("ab compares revisions of a repository, and leaves it as it was when interrupted", async () => {
  await using repository = await GitFolder.create();
  await repository.write({
    "source/service.ts": `import { answer } from "answers";\n${
      answering(1).replace(", word)", ", answer)")
    }`,
    "source/answer.ts": 'export const answer = "old";',
    "deno.json": '{ "imports": { "answers": "./source/answer.ts" } }',
  });
  await repository.commit("one");
  await repository.write({
    "source/answer.ts": 'export const answer = "new";',
  });
  const before = await stateOf(repository);
  await using commandLine = new CommandLine(
    [
      "ab",
      "git:HEAD",
      "git:.",
      "--service=service.ts",
      "--call=search",
      "--max-time=5m",
      "--precision=0.001%",
    ],
    { cwd: `${repository.path}/source`, env: { GITHUB_ACTIONS: "" } },
  );
  await commandLine.says(/git:\. is \w+ with 1 uncommitted change/);
  assertMatch(await repository.git("worktree", "list"), /detached/);
  commandLine.interrupt();
  const { code, stdout } = await commandLine.outcome();
  assertEquals(code, 130);
  assertStringIncludes(stdout, "GIT:. AGAINST GIT:HEAD");
  assertMatch(stdout, /git:HEAD is \w+ without 1 uncommitted change/);
  assertEquals(await stateOf(repository), before);
});

Deno.test("ab that cannot have a revision leaves the repository as it was", async () => {
  await using repository = await GitFolder.create();
  await repository.write({ "service.ts": answering(1) });
  await repository.commit("one");
  const before = await stateOf(repository);
  for (
    const [args, message] of [
      [["git:HEAD", "git:HEAD", "--service=other.ts"], "has no such file"],
      [
        ["git:HEAD", "git:no-such", "--service=service.ts"],
        'B got "git:no-such"; this repository has no such commit',
      ],
      [["git:HEAD", "git:HEAD"], "--service is missing"],
    ] as const
  ) {
    const { code, stderr } = await run(["ab", ...args], {
      cwd: repository.path,
    });
    assertEquals(code, 2, stderr);
    assertStringIncludes(stderr, message);
    assertEquals(await stateOf(repository), before);
  }
});

Deno.test("ab names the side whose service does not start", async () => {
  await using files = await ServiceModule.write("throw new Error('no pool');");
  const { code, stderr } = await run(
    ["ab", "rpc_threaded", "./service.ts", "--max-time=5s"],
    { cwd: files.folder },
  );
  assertEquals(code, 3);
  assertMatch(
    stderr,
    /^rpcbench: \.\/service\.ts: rpc_threaded did not start: /m,
  );
});

/** What git knows of a repository that a command might leave otherwise. */
async function stateOf(repository: GitFolder): Promise<string[]> {
  return await Promise.all([
    repository.git("worktree", "list"),
    repository.git("status", "--porcelain"),
    repository.git("branch", "--all"),
    repository.git("stash", "list"),
  ]);
}

const WRONG: readonly [args: readonly string[], message: string][] = [
  [[], "ab takes two sides, A and B; each may be rpc://host:port"],
  [["rpc_threaded"], "ab takes two sides"],
  [["rpc_thraeded", "http_threaded"], 'A got "rpc_thraeded"; it takes'],
  [["rpc_threaded", "ftp://x"], 'B got "ftp://x"; it takes'],
  [["rpc_threaded", "rpc://x"], 'B got "rpc://x"; it takes'],
  [["./no-such.ts", "rpc_threaded"], 'A got "./no-such.ts"; there is no such'],
  [["target:./no-such.ts", "rpc_threaded"], "there is no such file"],
  [["git:", "git:."], 'A got "git:"; it takes'],
  [["rpc_threaded", "rpc_threaded", "more"], 'unexpected argument "more"'],
  [
    ["rpc_threaded", "rpc_threaded", "--service=x.ts"],
    "--service is for git:REVISION",
  ],
  [["rpc_threaded", "rpc_threaded", "--body=x"], "--body is of no use"],
  [["rpc_threaded", "rpc_threaded", "--args=x"], '--args got "x"'],
  [
    ["http://x/", "http://y/", "--precision=2"],
    '--precision got "2"; it takes a part in per cent above 0, as 2% or 0.5%',
  ],
  [["http://x/", "http://y/", "--precision=0%"], '--precision got "0%"'],
  [["http://x/", "http://y/", "--max-time=5"], '--max-time got "5"; it takes'],
  [["http://x/", "http://y/", "--fail-on=worse"], '--fail-on got "worse"'],
  [["http://x/", "http://y/", "--decide-by=p50"], '--decide-by got "p50"'],
  [["http://x/", "http://y/", "--threads=11"], "at most the 10"],
  [
    ["http://x/", "http://y/", "--block=5s", "--max-time=19s"],
    "--block got 5.00 s; four blocks take at most the 19.0 s of --max-time",
  ],
  [["http://x/", "http://y/", "--quiet", "--json"], "contradict each other"],
  [["http://x/", "http://y/", "--presicion=1%"], "did you mean --precision?"],
];

Deno.test("ab says in one line what is wrong with its command line", async () => {
  for (const [args, message] of WRONG) {
    const { code, stdout, stderr } = await runHere(["ab", ...args]);
    assertEquals([code, stdout], [2, ""], args.join(" "));
    assertStringIncludes(stderr, message);
    assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
  }
});

Deno.test("ab --help tells of its flags", async () => {
  const { code, stdout } = await runHere(["ab", "--help"]);
  assertEquals(code, 0);
  for (
    const flag of [
      "--precision PERCENT",
      "--max-time TIME",
      "--decide-by",
      "--fail-on warning|critical",
      "--service MODULE",
      "--connections, -c N",
      "--output, -o FILE",
    ]
  ) assertStringIncludes(stdout, flag);
});
