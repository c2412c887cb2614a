import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { formatJsonReport } from "../../reports/mod.ts";
import { EVERYTHING } from "../reports/_everything.ts";
import { documentOf, fullResult } from "../reports/_sample_document.ts";
import { ServiceModule } from "../servers/_service_module.ts";
import { run } from "./_command_line.ts";

const CLI = fileURLToPath(import.meta.resolve("../../cli.ts"));

/** A folder with two documents of one name, and some files that are none. */
async function documents(): Promise<ServiceModule> {
  const json = formatJsonReport(EVERYTHING);
  return await ServiceModule.write("", {
    "before/run.json": json,
    "after/run.json": formatJsonReport(
      documentOf({ rpc_threaded: fullResult("rpc_threaded", 2) }),
    ),
    "empty.json": "",
    "cut.json": json.slice(0, json.length / 2),
    "foreign.json": `{"name":"package"}`,
    "later.json": `{"meta":{"schema":"rpcbench/2"}}`,
    "text.json": "hello",
    "damaged.json": json.replace('"p99"', '"p98"'),
  });
}

Deno.test("report prints what the console has to say of a document, all of it into a pipe", async () => {
  await using files = await documents();
  const { code, stdout, stderr } = await run(["report", "before/run.json"], {
    cwd: files.folder,
  });
  assertEquals([code, stderr], [0, ""]);
  assert(stdout.startsWith("BENCHMARK RESULTS\n\nSUMMARY\n"));
  assertStringIncludes(stdout, "p99.9");
});
