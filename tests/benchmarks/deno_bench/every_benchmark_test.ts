import {
  assertEquals,
  assertExists,
  assertGreater,
  assertLess,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { parseResultDocument, serverResults } from "../../../benchmarks/mod.ts";
import type { Bench } from "./_bench.ts";

const PROGRAM = fileURLToPath(
  import.meta.resolve("./programs/every_benchmark.ts"),
);

const folder = await Deno.makeTempDir();
const output = `${folder}/results.json`;
const { stdout } = await new Deno.Command(Deno.execPath(), {
  args: ["bench", "--quiet", "--no-check", "-A", "--json", PROGRAM],
  env: { OUTPUT: output, NO_COLOR: "1" },
}).output();
const { benches }: { benches: readonly Bench[] } = JSON.parse(
  new TextDecoder().decode(stdout),
);
const results = serverResults(
  parseResultDocument(await Deno.readTextFile(output)),
);
await Deno.remove(folder, { recursive: true });

/** How many iterations Deno measured of a benchmark. */
function countOf(name: string, group: string | null = null): number {
  const bench = benches.find((it) => it.name === name && it.group === group);
  assertExists(bench, `${name} of ${group} was not run`);
  return bench.results[0].ok.n;
}

Deno.test("each transfer is a benchmark, compared with the same of others of its group", () => {
  for (const work of ["1 KiB up", "1 KiB down"]) {
    const compared = benches.filter(({ group }) =>
      group === `transfers, ${work}`
    );
    assertEquals(
      compared.map(({ name, baseline }) => [name, baseline]),
      [["first", true], ["second", false]],
    );
  }
  const [bandwidth] = results.get("transfers/first")?.bandwidth_by_size ?? [];
  assertEquals(
    [bandwidth.size, bandwidth.upload?.count, bandwidth.download?.count],
    [
      1024,
      countOf("first", "transfers, 1 KiB up"),
      countOf("first", "transfers, 1 KiB down"),
    ],
  );
});

Deno.test("without a group, transfers have the benchmark's name before their own", () => {
  const works = ["upload", "download", "upload chunked"];
  const files = benches.filter(({ name }) => name.startsWith("files"));
  assertEquals(
    files.map(({ name, group, baseline }) => [name, group, baseline]),
    works.map((work, i) => [`files, 10000 B ${work}`, null, i === 0]),
  );
  assertEquals(
    results.get("files")?.binary_transfer?.map((
      { duration, type },
    ) => [`${type}`, duration.count]),
    works.map((work) => [
      work.replace(" ", "_"),
      countOf(`files, 10000 B ${work}`),
    ]),
  );
});

Deno.test("all requests of all clients are one iteration, and each counts", () => {
  const rounds = countOf("crowd");
  const crowd = results.get("crowd");
  assertExists(crowd?.concurrent);
  const { concurrent, failed_requests, total_requests } = crowd;
  assertEquals([total_requests, failed_requests], [rounds * 4 * 5, 0]);
  assertEquals(concurrent.total_requests, total_requests);
  assertEquals(concurrent.latency?.count, total_requests);
  assertGreater(concurrent.throughput, 0);
  const bench = benches.find(({ name }) => name === "crowd");
  // Deno's clock starts before ours and stops after it.
  const total = rounds * (bench?.results[0].ok.avg ?? 0) / 1e9;
  assertGreater(total, 0.999 * concurrent.duration);
  assertLess(total, 2 * concurrent.duration);
});

Deno.test("a round in which a request fails ends the benchmark, and counts as failed", () => {
  const bench = benches.find(({ name }) => name === "failing");
  assertStringIncludes(
    JSON.stringify(bench?.results[0].failed),
    "worn out",
  );
  const failing = results.get("failing");
  assertExists(failing?.concurrent);
  assertEquals(failing.failed_requests, 1);
  assertEquals(failing.concurrent.failed_requests, 1);
  assertEquals(failing.metadata.errors, [
    { kind: "TypeError", count: 1, examples: ["worn out"] },
  ]);
  // Each request counts, also those beside the one that failed.
  assertEquals(failing.concurrent.total_requests, failing.total_requests);
  assertEquals(failing.concurrent.latency?.count, failing.total_requests - 1);
});
