import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { run } from "./_command_line.ts";
import { runHere } from "./_run_here.ts";

Deno.test("--list says what the scenarios measure", async () => {
  const { code, stdout } = await runHere(["scenario", "--list"]);
  assertEquals(code, 0);
  assertEquals(
    stdout.split("\n").map((line) => line.split(" ")[0]),
    ["throughput", "latency", "features", ""],
  );
});

Deno.test("an unknown scenario is a mistake that says which there are", async () => {
  const { code, stderr } = await runHere(["scenario", "speed"]);
  assertEquals(code, 2);
  assertEquals(
    stderr,
    'rpcbench: scenario got "speed"; it takes all, throughput, latency or features\n',
  );
});

Deno.test("a run without servers is a mistake", async () => {
  const { code, stderr } = await runHere([
    "scenario",
    "--skip-rpc-threaded",
    "--skip-rpc-forking",
    "--skip-http",
  ]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "leave nothing to run");
  const features = await runHere([
    "scenario",
    "features",
    "--skip-rpc-threaded",
  ]);
  assertEquals(features.code, 2);
  assertStringIncludes(features.stderr, "leaves nothing of features to run");
});

Deno.test("a folder that cannot be written to is found out before the run", async () => {
  const file = await Deno.makeTempFile();
  try {
    const { code, stderr } = await runHere([
      "scenario",
      "--quick",
      `--output-dir=${file}`,
    ]);
    assertEquals(code, 2);
    assertStringIncludes(
      stderr,
      `--output-dir got "${file}"; it takes a folder`,
    );
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("a quick scenario writes its document, its report and its profiles", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await run([
      "scenario",
      "throughput",
      "--quick",
      "--iterations=1",
      "--skip-rpc-forking",
      "--skip-http",
      `--output-dir=${folder}`,
    ]);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "Throughput by payload size");
    const names = await Array.fromAsync(
      Deno.readDir(folder),
      ({ name }) => name,
    );
    const form =
      /^(benchmark-(results|report)|profiles)-\d{8}-\d{6}(\.json|\.html|)$/;
    assertEquals(
      names.filter((name) => form.test(name)).length,
      3,
      names.join(),
    );
    const json = names.find((name) => name.endsWith(".json"));
    const document = JSON.parse(await Deno.readTextFile(`${folder}/${json}`));
    assertEquals(Object.keys(document), ["meta", "rpc_threaded"]);
    const html = names.find((name) => name.endsWith(".html"));
    const page = await Deno.readTextFile(`${folder}/${html}`);
    assert(page.includes("Throughput by payload size"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("--format json writes no report, --no-profiling no profiles", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout } = await run([
      "scenario",
      "throughput",
      "--quick",
      "--quiet",
      "--format=json",
      "--no-profiling",
      "--iterations=1",
      "--skip-rpc-threaded",
      "--skip-rpc-forking",
      `--output-dir=${folder}`,
    ]);
    assertEquals(code, 0);
    assertEquals(stdout, "");
    const names = await Array.fromAsync(
      Deno.readDir(folder),
      ({ name }) => name,
    );
    assertEquals(names.length, 1);
    assertEquals(names[0].endsWith(".json"), true);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
