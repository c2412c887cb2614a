import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Judge } from "../../commands/_judge.ts";
import { formatJsonReport } from "../../reports/mod.ts";
import {
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "../reports/_sample_document.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { run } from "./_command_line.ts";
import { runHere } from "./_run_here.ts";

const PROGRAM = fileURLToPath(import.meta.resolve("./programs/profiled.ts"));

/** A run of a server that is well, and of one that fails. */
const RUN = documentOf({
  well: fullResult("well", 1),
  ill: {
    ...BARE,
    total_requests: 100,
    failed_requests: 50,
    success_rate: 0.5,
    metadata: {
      errors: [{ kind: "RemoteError", count: 50, examples: ["no pool"] }],
    },
  },
}, { floor: FLOOR });

Deno.test("diagnose says of each server what is wrong, or that nothing is", async () => {
  await using files = await ServiceModule.write("", {
    "run.json": formatJsonReport(RUN),
  });
  const { code, stderr, stdout } = await run(["diagnose", "run.json"], {
    cwd: files.folder,
  });
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /well: nothing wrong\./);
  assertMatch(stdout, /ill: the server is exhausted \(likely\)/);
  assertMatch(stdout, /Cannot tell, as .*: /);
  assertMatch(stdout, /50 %\s+below 95 %\s+success_rate/);
});

Deno.test("diagnose writes what it found as JSON, of the server that is asked for", async () => {
  await using files = await ServiceModule.write("", {
    "run.json": formatJsonReport(RUN),
  });
  const path = join(files.folder, "found.json");
  const { code, stdout } = await runHere([
    "diagnose",
    join(files.folder, "run.json"),
    "--server=ill",
    "--quiet",
    `--output=${path}`,
  ]);
  assertEquals([code, stdout], [0, ""]);
  const [{ incompleteness, run: name, servers }, ...others] = JSON.parse(
    await Deno.readTextFile(path),
  );
  assertEquals([name, incompleteness, others], ["run", [], []]);
  const [{ findings, server }, ...otherServers] = servers;
  assertEquals(
    [server, findings[0].kind, otherServers],
    ["ill", "server_exhaustion", []],
  );
});

Deno.test("a file that is no result document is told in one line", async () => {
  await using files = await ServiceModule.write("", {
    "empty.json": "",
    "cut.json": formatJsonReport(RUN).slice(0, 500),
    "other.json": "{}",
    "run.json": formatJsonReport(RUN),
  });
  for (const name of ["empty.json", "cut.json", "other.json"]) {
    const path = join(files.folder, name);
    const { code, stderr, stdout } = await runHere(["diagnose", path]);
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, `diagnose got "${path}"; `);
    assertEquals(stderr.split("\n").length, 2);
  }
  const path = join(files.folder, "run.json");
  const { code, stderr } = await runHere(["diagnose", path, "--server=wel"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, '--server got "wel"; it takes "well" or "ill"');
});

Deno.test("load --diagnose says what is wrong before all else, and keeps its evidence", async () => {
  await using files = await ServiceModule.write("");
  const { code, stdout } = await run([
    "load",
    "--server=rpc_threaded",
    "ping",
    "--rate=100",
    "--duration=0.3s",
    "--diagnose",
    "--output=load.json",
  ], { cwd: files.folder });
  assertEquals(code, 0);
  assertMatch(stdout, /^BENCHMARK RESULTS\n\nDIAGNOSIS\n +rpc_threaded: /);
  const document = JSON.parse(
    await Deno.readTextFile(join(files.folder, "load.json")),
  );
  const { client_process, server_process } = document.rpc_threaded;
  for (const { event_loop } of [client_process, server_process]) {
    assertEquals(Object.keys(event_loop), ["utilization", "delay"]);
  }
});

Deno.test("what is wrong is told in a line each where no summary is printed", async () => {
  const toldIf = async (quiet: boolean, json: boolean) => {
    const judge = await Judge.prepare({
      annotations: "none",
      budget: [],
      diagnose: true,
      json,
      junit: undefined,
      quiet,
    });
    const lines: string[] = [];
    await judge.tell(await judge.judge(RUN), (line) => lines.push(line));
    return lines;
  };
  assertEquals(await toldIf(false, false), []);
  for (const lines of [await toldIf(true, false), await toldIf(false, true)]) {
    assertEquals(lines.slice(0, 2), [
      "well: nothing wrong.",
      "ill: the server is exhausted (likely).",
    ]);
  }
});

Deno.test("profile --diagnose says what is wrong with a program's calls, before its summary", async () => {
  const { code, stderr } = await run(["profile", "--diagnose", PROGRAM]);
  assertEquals(code, 0);
  assertMatch(stderr, /profiled\.ts: nothing wrong\.[^]*Calls +3\n/);
});
