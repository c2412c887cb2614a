import {
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { parseResultDocument } from "../../benchmarks/mod.ts";
import { EXAMPLES } from "./_example.ts";
import { runExampleHere, showHere } from "./_example_here.ts";

const DURATION = String.raw`[\d,.]+ (?:ns|µs|ms|s)`;

Deno.test("connection_time compares kinds of connections, and counts them in calls", async () => {
  const text = await showHere("connection_time", "--connections=1");
  for (const name of ["one process for all", "one .*, TLS", "a process each"]) {
    assertMatch(
      text,
      new RegExp(
        `^${name} +median +${DURATION} .* max +${DURATION} +as long as \\d+ calls$`,
        "m",
      ),
    );
  }
});

Deno.test("latency_distribution shows the tail, and whose it is", async () => {
  const text = await showHere("latency_distribution", "--requests=100");
  for (const percentile of ["median", "p90", "p99", "p999", "max"]) {
    assertMatch(
      text,
      new RegExp(`^  ${percentile} +${DURATION} +floor +${DURATION}$`, "m"),
    );
  }
  assertMatch(text, /^100 calls[^]*^The tail is (short|long)/m);
});

Deno.test("payload_sizes says what each size costs, and from which on it matters", async () => {
  const text = await showHere(
    "payload_sizes",
    "--sizes=64,4194304",
    "--iterations=5",
  );
  assertMatch(text, new RegExp(`^ +64 B +up .* in +${DURATION} +down `, "m"));
  assertMatch(text, /^From 4 MiB on, bytes cost more than the call itself\.$/m);
});

Deno.test("concurrency_ladder doubles the clients, and stops at the limit", async () => {
  const free = await showHere(
    "concurrency_ladder",
    "--most=1",
    "--requests=20",
    "--slowest=60",
  );
  assertMatch(free, /^clients +1 .* answered 100 %\n$/);
  const bound = await showHere(
    "concurrency_ladder",
    "--requests=20",
    "--slowest=0",
  );
  assertMatch(bound, /^clients +1 [^\n]+\nOne client is too many: p99 is /);
});

Deno.test("compare_implementations says who wins, and by how much", async () => {
  const text = await showHere("compare_implementations", "--requests=50");
  assertMatch(text, /^ +floor +scanning +indexed$/m);
  assertMatch(text, /^ {2}Latency, median +(indexed|scanning) +/m);
});

Deno.test("before_after measures both in turns, and tells what the change did", async () => {
  const text = await showHere("before_after", "--precision=0.5", "--block=20");
  assertMatch(
    text,
    new RegExp(`^before +${DURATION}\nafter +${DURATION}$`, "m"),
  );
  assertMatch(text, /^change +[−+][\d.]+ %, at 99 % from .* % to .* %$/m);
  assertMatch(text, /^chance +makes such a change with p [<=] 0\.\d{3}$/m);
  assertMatch(text, /^rounds +\d+, until that was narrow enough$/m);
  assertMatch(text, /^After the change: (better|worse|no difference)\.$/m);
});

Deno.test("ci_gate exits with 1 if a budget is broken, and tells JUnit why", async () => {
  const junit = await Deno.makeTempFile();
  try {
    const { code, text } = await runExampleHere("ci_gate", [
      "--budget=success_rate==100%",
      "--budget=latency.median<1ns",
      `--junit=${junit}`,
    ]);
    assertEquals(code, 1);
    assertMatch(text, /^passed {2}search: success_rate==100% \(/m);
    assertMatch(
      text,
      /^failed {2}search: latency\.median<1ns \(latency\.median is /m,
    );
    assertStringIncludes(await Deno.readTextFile(junit), "<failure");
  } finally {
    await Deno.remove(junit);
  }
});

Deno.test("production_monitoring writes what calls and operations did, interval by interval", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const text = await showHere(
      "production_monitoring",
      `--file=${folder}/calls.jsonl`,
      "--seconds=0.5",
      "--interval=0.2",
    );
    const lines = text.match(/^[\d:]{8} {2}show_orders .* 0 failed, p99 /gm);
    assertGreater(lines?.length ?? 0, 1);
    assertMatch(text, /^[\d:]{8} {2}call\/getUserRecord /m);
    assertMatch(text, /^rpcbench_operation_requests_total\{.*\} \d+$/m);
    const [first] = (await Deno.readTextFile(`${folder}/calls.jsonl`))
      .split("\n");
    assertEquals(JSON.parse(first).schema, "rpcbench-monitor/1");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("watchdog tells that a service became slow, and that it has recovered", async () => {
  const text = await showHere("watchdog");
  assertMatch(
    text,
    /^healthy [^]*orders is degraded: latency\.median[^]*^degraded [^]*orders has recovered[^]*^healthy/m,
  );
});

Deno.test("search_bench runs within deno bench, and writes a document", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "bench",
        "--quiet",
        "--no-check",
        "-A",
        "--filter=indexed",
        `--config=${import.meta.dirname}/../../deno.json`,
        fileURLToPath(`${EXAMPLES}/` + "bench/search_bench.ts"),
      ],
      cwd: folder,
      env: { NO_COLOR: "1", OUTPUT: "results.json" },
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    assertMatch(new TextDecoder().decode(stdout), /^group search\n/m);
    const document = parseResultDocument(
      await Deno.readTextFile(`${folder}/results.json`),
    );
    assertEquals(Object.keys(document), ["meta", "search/indexed"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
