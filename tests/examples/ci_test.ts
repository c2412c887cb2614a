import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SMALL_RUN } from "../commands/_command_line.ts";
import { runHere } from "../commands/_run_here.ts";
import { EXAMPLES } from "./_example.ts";
import { StepRunner } from "./_step_runner.ts";
import {
  type CompositeAction,
  readAction,
  readWorkflow,
  type Step,
} from "./_workflow.ts";

const ACTION = await readAction(`${EXAMPLES}/ci/rpcbench/action.yml`);
const WORKFLOW = await readWorkflow(`${EXAMPLES}/ci/benchmark.yml`);
const PROJECT = fileURLToPath(import.meta.resolve("../.."));

const STEPS: readonly Step[] = [
  ...ACTION.runs.steps,
  ...Object.values(WORKFLOW.jobs).flatMap(({ steps }) => steps),
];

/** Runs the steps of the action with these inputs, in a folder that is no checkout of ours. */
async function runAction(
  folder: string,
  inputs: Readonly<Record<string, string>>,
  names: readonly string[] = ACTION.runs.steps.map(({ name = "" }) => name),
): Promise<StepRunner> {
  const given = {
    ...defaultsOf(ACTION),
    rpcbench:
      `${Deno.execPath()} run --quiet -A --config ${PROJECT}/deno.json ${PROJECT}/cli.ts`,
    arguments: ["run", "--skip-rpc-forking", "--skip-http", ...SMALL_RUN]
      .join("\n"),
    ...inputs,
  };
  const runner = new StepRunner({
    folder,
    context: Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`inputs.${name}`, value]),
    ),
  });
  await runner.run(
    ACTION.runs.steps.filter(({ name = "" }) => names.includes(name)),
  );
  return runner;
}

function defaultsOf({ inputs }: CompositeAction): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, input.default]),
  );
}

Deno.test("the action measures, checks budgets and compares, and fails where it should", async () => {
  const folder = await Deno.makeTempDir();
  try {
    // There is no baseline when it runs for the first time.
    const first = await runAction(folder, {
      baseline: "baseline/result.json",
      budgets:
        "rpc_threaded.latency.p99 < 1 m\n\nlatency.median < 1000x floor\n",
      folder: "first",
    });
    assertEquals(
      first.failed,
      [],
      first.ends.map((it) => it.stderr).join("\n"),
    );
    assertStringIncludes(
      first.ends.map(({ stdout }) => stdout).join(""),
      "There is no baseline yet",
    );
    assert(
      first.summary.startsWith("## Checks\n\n### Budgets\n\n- 2 checks passed"),
    );
    assertStringIncludes(first.summary, "## Benchmark results");
    const baseline = join(
      folder,
      first.filled(ACTION.outputs.document.value),
    );
    const written = first.filled(ACTION.outputs.report.value);
    assertEquals(await Deno.readTextFile(join(folder, written)), first.summary);

    const second = await runAction(folder, {
      baseline,
      budgets: "latency.p98 < 1s\nlatency.p99 < 1ns",
      folder: "second run",
    });
    assert(second.failed.includes("Check budgets"), second.failed.join());
    const check = second.ends.find(({ name }) => name === "Check budgets");
    assertEquals(
      check?.stderr.split("\n").filter((line) => line.startsWith("::error"))
        .length,
      2,
    );
    const junit = join(folder, "second run", "budgets.xml");
    assertStringIncludes(await Deno.readTextFile(junit), 'failures="2"');
    assertStringIncludes(second.summary, "- 2 of 2 checks failed.");
    assertStringIncludes(second.summary, "## Comparison");

    // Another processor measured that.
    const { meta, ...servers } = JSON.parse(await Deno.readTextFile(baseline));
    assert(meta.cpu_model !== undefined);
    await Deno.writeTextFile(
      baseline,
      JSON.stringify({ meta: { ...meta, cpu_model: "another" }, ...servers }),
    );
    const third = await runAction(
      folder,
      { baseline, folder: "second run" },
      ["Compare with the baseline"],
    );
    assertEquals(third.failed, []);
    assertStringIncludes(third.ends[0].stdout, "::warning title=rpcbench::");
    assertStringIncludes(third.ends[0].stderr, "were not measured alike");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an input that is wrong fails the action, and is told; nothing old is left", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const left = join(folder, "rpcbench", "result.json");
    await Deno.mkdir(join(folder, "rpcbench"));
    await Deno.writeTextFile(left, "what an earlier run has left");
    const { ends, failed } = await runAction(folder, {
      arguments: "run\n--no-such-flag",
      baseline: "baseline/result.json",
      budgets: "latency.p99 < fast",
      "fail-on": "critcal",
    });
    assertEquals(failed, [
      "Measure",
      "Check budgets",
      "Compare with the baseline",
    ]);
    assertStringIncludes(ends[0].stderr, "unknown flag --no-such-flag");
    assertStringIncludes(ends[1].stderr, "--budget got");
    assertStringIncludes(
      ends[2].stdout,
      '::error title=rpcbench::fail-on got "critcal"',
    );
    await assertRejects(() => Deno.stat(left), Deno.errors.NotFound);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("all command lines of rpcbench in action and workflow have flags that there are", async () => {
  const lines = STEPS.flatMap(({ run = "" }) => run.split("\n"))
    .filter((line) => line.includes("$RPCBENCH"));
  assert(lines.length >= 3);
  for (const line of lines) {
    const [, command = "run"] = /\$RPCBENCH ([a-z]+)/.exec(line) ?? [];
    const { code, stdout } = await runHere([command, "--help"]);
    assertEquals(code, 0, line);
    for (const [flag] of line.matchAll(/--[a-z-]+/g)) {
      assertStringIncludes(stdout, flag, line);
    }
  }
});

Deno.test("what the action runs of others is pinned, and no text becomes a command", () => {
  for (const { run = "", uses } of STEPS) {
    // What an expression says may be anybody's words: it comes by the environment.
    assert(!run.includes("${{"), run);
    if (uses === undefined || uses.startsWith("./")) continue;
    assertMatch(uses, /^actions\/[a-z-]+@[0-9a-f]{40}$/);
  }
});

Deno.test("no job may do more than it does, and none that runs a pull request may write", () => {
  assertEquals(WORKFLOW.permissions, {});
  const { benchmark, comment } = WORKFLOW.jobs;
  assertEquals(benchmark.permissions, { contents: "read", actions: "read" });
  assertEquals(comment.permissions, { "pull-requests": "write" });
  assertStringIncludes(
    comment.if ?? "",
    "github.event.pull_request.head.repo.full_name == github.repository",
  );
  assert(
    comment.steps.every(({ uses = "" }) =>
      !uses.includes("checkout") && !uses.startsWith("./")
    ),
  );
});

/** A `gh` that does as the script says, and writes down what it was asked for. */
async function fakeGithub(folder: string, script: string): Promise<string> {
  const bin = join(folder, "bin");
  await Deno.mkdir(bin);
  await Deno.writeTextFile(
    join(bin, "gh"),
    `#!/usr/bin/env bash\nprintf '%s\\n' "$*" >> "$ASKED"\n${script}\n`,
    { mode: 0o755 },
  );
  return `${bin}:${Deno.env.get("PATH")}`;
}

/** Runs a step of the workflow by its name, with such a `gh`. */
async function runWithGithub(
  job: string,
  name: string,
  script: string,
): Promise<{ asked: string; runner: StepRunner }> {
  const folder = await Deno.makeTempDir();
  try {
    const asked = join(folder, "asked");
    await Deno.writeTextFile(asked, "");
    await Deno.mkdir(join(folder, "rpcbench"));
    await Deno.writeTextFile(join(folder, "rpcbench", "report.md"), "## µ\n");
    const runner = new StepRunner({
      folder,
      context: {
        "github.base_ref": "main",
        "github.repository": "someone/something",
        "github.token": "token",
        "github.event_name": "pull_request",
        "github.event.pull_request.number": "7",
      },
      env: {
        ASKED: asked,
        GITHUB_REPOSITORY: "someone/something",
        GITHUB_WORKFLOW: "Benchmark",
        PATH: await fakeGithub(folder, script),
      },
    });
    const steps = WORKFLOW.jobs[job].steps.filter((step) => step.name === name);
    assertEquals(steps.length, 1);
    await runner.run(steps);
    return { asked: await Deno.readTextFile(asked), runner };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the baseline is that of the last push to the branch; without one, nothing fails", async () => {
  const fetch = (script: string) =>
    runWithGithub("benchmark", "Fetch the baseline", script);
  const found = await fetch(
    'if [ "$1" = run ] && [ "$2" = list ]; then echo 42; fi',
  );
  assertEquals(found.runner.failed, []);
  assertStringIncludes(found.asked, "--branch main --event push");
  assertStringIncludes(
    found.asked,
    "run download 42 --name rpcbench-baseline --dir baseline",
  );
  for (
    const script of [
      "true",
      "exit 1",
      'if [ "$2" = list ]; then echo 42; else exit 1; fi',
    ]
  ) {
    const { runner } = await fetch(script);
    assertEquals(runner.failed, []);
    const [{ stdout }] = runner.ends;
    assertStringIncludes(stdout, "there is no baseline of main");
  }
});

Deno.test("a pull request has one comment, which is written anew", async () => {
  const comment = (script: string) =>
    runWithGithub("comment", "Comment", script);
  const first = await comment("true");
  assertEquals(first.runner.failed, []);
  assertStringIncludes(
    first.asked,
    "--method POST repos/someone/something/issues/7/comments --field body=@comment.md",
  );
  const again = await comment(
    'if [ "$2" = --paginate ]; then echo 11; echo 12; else head -n 3 comment.md >&2; fi',
  );
  assertEquals(again.runner.failed, []);
  assertStringIncludes(
    again.asked,
    "--method PATCH repos/someone/something/issues/comments/12 ",
  );
  assertStringIncludes(
    again.runner.ends[0].stderr,
    "<!-- rpcbench -->\n## µ\n",
  );
});
