import {
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { run, show } from "./_example.ts";

const NUMBER = String.raw`[\d,.]+`;
const DURATION = `${NUMBER} (?:ns|µs|ms|s)`;
const RATE = `${NUMBER} [kMG]?/s`;

Deno.test("quick_test says of each server that it is fine", async () => {
  const text = await show("quick_test");
  for (const server of ["rpc_threaded", "rpc_forking", "http_threaded"]) {
    assertMatch(
      text,
      new RegExp(`^ok +${server} +100 calls, 0 failed, ${DURATION} `, "m"),
    );
  }
});

Deno.test("quick_test exits with 1 and says why if servers do not start", async () => {
  const { code, text } = await run("quick_test", [], [
    "--allow-read",
    "--allow-net",
  ]);
  assertEquals(code, 1);
  assertMatch(text, /^FAIL +rpc_threaded .*run access/m);
  assertMatch(text, /^FAIL +http_threaded /m);
});

Deno.test("autonomous_run prints the summary of all servers, and progress apart from it", async () => {
  const { code, text, errors } = await run("autonomous_run", [
    "--connections=3",
    "--requests=30",
    "--clients=2",
  ]);
  assertEquals(code, 0, errors);
  assertMatch(text, /^ +floor +rpc_threaded +rpc_forking +http_threaded$/m);
  assertMatch(text, /^ {2}Latency, p99 +(rpc|http)_\w+ +\S+ [mµ]?s +/m);
  assertStringIncludes(text, "Floor (bare TCP)");
  assertMatch(errors, /^0 % {2}floor: floor$/m);
  assertMatch(errors, /^93 % {2}http_threaded: concurrency$/m);
});

Deno.test("baseline_comparison --quick says which protocol is better at what", async () => {
  const text = await show("baseline_comparison", "--quick");
  for (
    const dimension of [
      "Connection time, median",
      "Latency, median",
      "Upload, largest size",
      "Download, largest size",
      "Concurrent throughput",
    ]
  ) assertStringIncludes(text, dimension);
  assertMatch(
    text,
    /→ (rpc|http)_threaded is [\d.]+ times as good/,
  );
  assertEquals(text.includes("rpc_forking"), false);
});

Deno.test("context_manager_basic shows times, bytes and the one failure", async () => {
  const text = await show("context_manager_basic", "--requests=50");
  assertMatch(
    text,
    new RegExp(`^CONNECTION TIME\n.*\n.*\n  my app +${DURATION}`, "m"),
  );
  assertMatch(text, /^LATENCY\n.*\n.*\n {2}my app .* 50( |$)/m);
  assertMatch(text, /^ {2}my app +upload +64 KiB .* 50$/m);
  assertMatch(text, /^ {2}my app +52 +1 /m);
  assertMatch(text, /^ {2}my app +RangeError +1 +size is -1/m);
  assertStringIncludes(text, "client CPU");
});

Deno.test("context_manager_app_integration tells the application's share", async () => {
  const text = await show("context_manager_app_integration", "--requests=100");
  assertMatch(
    text,
    new RegExp(`^baseline +median ${DURATION}, .* n 100$`, "m"),
  );
  assertMatch(
    text,
    new RegExp(`^application +median ${DURATION}, .* n 100$`, "m"),
  );
  assertMatch(text, /^The application adds .* % of the time of a call\.$/m);
});

Deno.test("custom_benchmark reports a method of one's own and bursts side by side", async () => {
  const text = await show("custom_benchmark", "--bursts=20", "--calls=10");
  assertStringIncludes(text, "compute(10000)");
  assertMatch(text, /^ {2}burst of 10 pings .* 20( |$)/m);
  assertMatch(
    text,
    /compute\(10000\).*burst of 10 pings|burst of 10 pings.*compute/,
  );
});

Deno.test("custom_service calls, fails, cancels and measures a service of one's own", async () => {
  const text = await show("custom_service", "--requests=20");
  assertStringIncludes(text, "Is 2147483647 prime? true");
  assertStringIncludes(text, "Primes below 100,000: 9592");
  assertStringIncludes(text, "RangeError: n is 0.5, not whole");
  assertStringIncludes(text, "Given up after 100 ms: TimeoutError");
  assertStringIncludes(text, "The server has stopped searching");
  assertMatch(text, new RegExp(`^isPrime: median ${DURATION}, .* n 20$`, "m"));
});

Deno.test("cpu_profile shows where the time of a service goes, and that nothing leaks", async () => {
  const isPrime = new RegExp(
    `^  isPrime +${DURATION} .*custom_service/prime_service.ts:13 `,
    "m",
  );
  let text = await show("cpu_profile", "--calls=300");
  // V8 at times counts what it has built into a caller for the caller.
  for (let again = 0; again < 2 && !isPrime.test(text); again++) {
    text = await show("cpu_profile", "--calls=300");
  }
  assertStringIncludes(text, "ISPRIME, SERVER: FUNCTIONS BY SELF");
  assertMatch(text, isPrime);
  assertMatch(text, /^ISPRIME: LEAK CHECK PASSED$/m);
});

Deno.test("high_concurrency_128 runs what its flags say, and compares clients", async () => {
  const small = ["--clients=6", "--requests=10"];
  const names = async (...flags: string[]) => {
    const text = await show("high_concurrency_128", ...flags, ...small);
    const servers = [...text.matchAll(/^(\w+): 6 clients$/gm)];
    assertEquals(
      text.match(/requests {2}60, 100 % answered/g)?.length,
      servers.length,
    );
    for (const [, spread] of text.matchAll(/spread +([\d.]+) times/g)) {
      assertGreater(Number(spread), 0.999);
    }
    return servers.map(([, name]) => name);
  };
  assertEquals(await names("--rpc"), ["rpc_threaded"]);
  assertEquals(await names("--http"), ["http_threaded"]);
  assertEquals(await names("--compare"), ["rpc_threaded", "rpc_forking"]);
  assertEquals(await names(), ["rpc_threaded", "rpc_forking", "http_threaded"]);
});

Deno.test("binary_transfer compares whole, chunked and streamed, and names the best size of chunk", async () => {
  const text = await show(
    "binary_transfer",
    "--file-sizes=65536,262144",
    "--chunk-sizes=4096,65536",
    "--iterations=2",
  );
  const row = (type: string, size: string) =>
    new RegExp(`^  ${type} +${size} +${DURATION} +\\d+ Mbit/s$`, "m");
  for (
    const type of [
      "upload",
      "download",
      "upload_chunked",
      "download_chunked",
      "upload_streamed",
      "download_streamed",
    ]
  ) {
    assertMatch(text, row(type, "64 KiB"));
    assertMatch(text, row(type, "256 KiB"));
  }
  assertMatch(text, /^Best: (4|64) KiB$/m);
});

Deno.test("cpu_vs_io_comparison measures both kinds of work on both servers", async () => {
  const text = await show(
    "cpu_vs_io_comparison",
    "--clients=4",
    "--requests=10",
  );
  const mode = (name: string) =>
    new RegExp(`^ +${name} +${RATE} +median +${DURATION} `, "gm");
  assertEquals(text.match(mode("threaded"))?.length, 2);
  assertEquals(text.match(mode("forking"))?.length, 2);
  assertEquals(text.match(/forking does [\d.]+ × as many calls/g)?.length, 2);
  assertMatch(text, /^Computing gain.*\nWaiting gain/m);
});

Deno.test("load_test shows the queue of an overloaded server in open loop only", async () => {
  const text = await show("load_test", "--rates=100,900", "--seconds=1");
  const line = (name: string) =>
    new RegExp(
      `^${name} +${RATE} answered {2}response p50 +${DURATION} {2}p99 +${DURATION} {2}service p99 +${DURATION}$`,
      "m",
    );
  for (const name of ["100 /s", "900 /s", "closed loop"]) {
    assertMatch(text, line(name));
  }
  assertMatch(text, /for the others there was no connection, or none was free/);
});

Deno.test("write_reports puts both runs into a page, a summary and a graph", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const text = await show("write_reports", `--output-dir=${folder}`);
    assertEquals(text.match(/^wrote /gm)?.length, 3);
    const page = await Deno.readTextFile(`${folder}/report.html`);
    assertStringIncludes(page, "rpc_threaded, run by run");
    const summary = await Deno.readTextFile(`${folder}/report.md`);
    assertMatch(summary, /^\| Latency, median \| .*\(.* ×\) \|$/m);
    const graph = await Deno.readTextFile(`${folder}/latency_percentiles.svg`);
    assertStringIncludes(graph, "rpc_threaded, after");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
