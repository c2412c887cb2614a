import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { formatConsoleReport } from "../../reports/mod.ts";
import {
  around,
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "./_sample_document.ts";

const ESCAPE = "\u001b";

Deno.test("the report of a small document reads exactly so", () => {
  const document = documentOf({
    rpc_threaded: {
      ...BARE,
      total_requests: 3,
      success_rate: 1,
      latency: around(80e-6),
    },
    http_threaded: {
      ...BARE,
      total_requests: 4,
      failed_requests: 1,
      success_rate: 0.75,
      latency: around(160e-6),
      metadata: {
        errors: [{
          kind: "HttpStatusError",
          count: 1,
          examples: ["GET /ping: 500"],
        }],
      },
    },
  }, { floor: FLOOR, warnings: ["rpc_forking: did not start"] });
  assertEquals(
    formatConsoleReport(document),
    `\
BENCHMARK RESULTS
  2 × Test CPU, 8 GiB, linux 6.1 x86_64, Deno 2.9.6, V8 15.0
  2026-01-02T03:04:05.678Z, took 12.3 s
  Floor (bare TCP): round trip 70.0 µs median, 76.9 µs p99; 100 k/s over 10 connections; 2.00 GB/s kept, 4.00 GB/s discarded, by 1 MiB

RPC_THREADED
              mean  ± stdev   median      min      max      p75      p90      p95      p99    p99.9  n
  Latency  80.0 µs  8.00 µs  80.0 µs  72.0 µs  88.0 µs  84.0 µs  86.4 µs  87.2 µs  87.8 µs  88.0 µs  3
  Requests  3 in all benchmarks, 0 failed

HTTP_THREADED
             mean  ± stdev  median     min     max     p75     p90     p95     p99   p99.9  n
  Latency  160 µs  16.0 µs  160 µs  144 µs  176 µs  168 µs  173 µs  174 µs  176 µs  176 µs  3
  Requests             4 in all benchmarks, 1 failed
  1 × HttpStatusError  GET /ping: 500

COMPARISON
                     floor      rpc_threaded    http_threaded
  Latency, median  70.0 µs  80.0 µs (1.14 ×)  160 µs (2.29 ×)
  Latency, p99     76.9 µs  87.8 µs (1.14 ×)  176 µs (2.29 ×)
  In parentheses: as a multiple of the floor.

  Latency, median: rpc_threaded is lowest at 80.0 µs, 2.00 × better than http_threaded
  Latency, p99: rpc_threaded is lowest at 87.8 µs, 2.00 × better than http_threaded

WARNINGS
  rpc_forking: did not start`,
  );
});

Deno.test("every metric of every server is in the report", () => {
  const report = formatConsoleReport(documentOf({
    rpc_threaded: fullResult("rpc_threaded", 1),
    rpc_forking: fullResult("rpc_forking", 2),
    http_threaded: fullResult("http_threaded", 3),
  }, { floor: FLOOR }));
  const sections = report.split(/\n\n(?=[A-Z_]+\n)/);
  assertEquals(
    sections.map((section) => section.split("\n")[0]),
    [
      "BENCHMARK RESULTS",
      "RPC_THREADED",
      "RPC_FORKING",
      "HTTP_THREADED",
      "COMPARISON",
    ],
  );
  for (const section of sections.slice(1, 4)) {
    for (
      const name of [
        "Connection time",
        "Latency",
        "Upload, all sizes",
        "Download, all sizes",
        "  Upload 1 KiB",
        "  Download 1 KiB",
        "  Upload 1 MiB",
        "  Download 1 MiB",
        "Upload 1.5 MiB whole: [\\d,]+ Mbit/s",
        "Download 1.5 MiB in 64 KiB chunks: [\\d,]+ Mbit/s",
        "Concurrent connection",
        "Concurrent latency",
      ]
    ) {
      // Ten values with their units, and a count.
      assertMatch(
        section,
        new RegExp(`^  ${name}(?: +[\\d.]+ [kMGµm]?(?:s|B/s)){10} +3$`, "m"),
      );
    }
    assertMatch(
      section,
      /Concurrency +10 connections, .* k\/s, 1,000 requests, 100 % succeeded/,
    );
    assertMatch(section, /Requests +3,210 in all benchmarks, 0 failed/);
    assertMatch(
      section,
      /Machine +CPU 61.5 % mean, 98.25 % max; memory 20.5 % mean, 21.75 % max/,
    );
    assertMatch(section, /Server processes +CPU 1.25 s, memory 80 MiB max/);
    assertMatch(section, /Client process +CPU 750 ms, memory 90 MiB max/);
  }
});

Deno.test("the report says how much of HTTP's latency is the fetch client", () => {
  const reportOf = (lean?: number) =>
    formatConsoleReport(documentOf({
      http_threaded: {
        ...BARE,
        latency: around(150e-6),
        ...lean === undefined ? {} : { lean_latency: around(lean) },
      },
    }));
  assertStringIncludes(
    reportOf(50e-6),
    "  Fetch     67 % of the median latency: 150 µs with fetch, 50.0 µs with the lean client",
  );
  // Noise can make the lean client seem the slower one; no share is below nothing.
  assertStringIncludes(reportOf(151e-6), "  Fetch     0 % of the median");
  assert(!reportOf().includes("Fetch"));
});

Deno.test("a metric that one server lacks is a dash beside those that have it", () => {
  const { latency: _latency, ...partial } = fullResult("b", 2);
  const report = formatConsoleReport(
    documentOf({ a: fullResult("a", 1), b: partial }),
  );
  assertMatch(report, /^ {2}Latency, median +80.0 µs +–$/m);
  assertMatch(report, /^ {2}Latency, median: a 80.0 µs$/m);
});

Deno.test("without a floor, the report neither speaks of it nor leaves room for it", () => {
  const report = formatConsoleReport(
    documentOf({ a: fullResult("a", 1), b: fullResult("b", 2) }),
  );
  assertEquals(report.match(/floor/i), null);
  assertMatch(report, /^ {2}Latency, median +80.0 µs +160 µs$/m);
});

Deno.test("one server alone is compared with the floor, or with nothing", () => {
  const alone = { a: fullResult("a", 1) };
  const report = formatConsoleReport(documentOf(alone));
  assertEquals(report.includes("COMPARISON"), false);
  assertStringIncludes(
    formatConsoleReport(documentOf(alone, { floor: FLOOR })),
    "80.0 µs (1.14 ×)",
  );
});

Deno.test("a run that measured nothing still says where, when and why", () => {
  const report = formatConsoleReport(
    documentOf({}, { warnings: ["floor: no", "rpc_threaded: no"] }),
  );
  assertEquals(
    report.split("\n").slice(-4),
    ["", "WARNINGS", "  floor: no", "  rpc_threaded: no"],
  );
});

Deno.test("a server of which nothing was measured shows its failures", () => {
  const report = formatConsoleReport(documentOf({
    a: {
      ...BARE,
      total_requests: 1,
      failed_requests: 1,
      success_rate: 0,
      metadata: {
        errors: [{
          kind: "ConnectionRefused",
          count: 1,
          examples: ["refused"],
        }],
      },
    },
  }));
  assertMatch(report, /^ {2}Requests +1 in all benchmarks, 1 failed$/m);
  assertMatch(report, /^ {2}1 × ConnectionRefused +refused$/m);
});

Deno.test("values within 5 % of each other are a tie, beyond it a win", () => {
  const latencyVerdict = (factor: number) => {
    const report = formatConsoleReport(
      documentOf({ a: fullResult("a", 1), b: fullResult("b", factor) }),
    );
    return report.match(/^ {2}Latency, median: (.*)$/m)?.[1];
  };
  assertEquals(
    latencyVerdict(1.04),
    "a and b are within 5 % of each other, at 80.0 µs",
  );
  assertEquals(
    latencyVerdict(1.06),
    "a is lowest at 80.0 µs, 1.06 × better than b",
  );
});

Deno.test("two servers that answered nothing are a tie", () => {
  const { concurrent, ...rest } = fullResult("a", 1);
  assert(concurrent !== undefined);
  const dead = { ...rest, concurrent: { ...concurrent, throughput: 0 } };
  const report = formatConsoleReport(documentOf({ a: dead, b: dead }));
  assertMatch(
    report,
    /Concurrent throughput: a and b are within 5 % of each other, at 0.00 \/s/,
  );
});

Deno.test("the machine's memory is shown even if its processors could not be", () => {
  const { cpu_usage: _cpu, ...rest } = fullResult("a", 1);
  assertMatch(
    formatConsoleReport(documentOf({ a: rest })),
    /Machine +memory 20.5 % mean, 21.75 % max/,
  );
});

Deno.test("there is colour only when it is asked for", () => {
  const document = documentOf(
    { a: fullResult("a", 1), b: fullResult("b", 2) },
    { floor: FLOOR, warnings: ["beware"] },
  );
  assertEquals(formatConsoleReport(document).includes(ESCAPE), false);
  const colored = formatConsoleReport(document, { color: true });
  assertStringIncludes(colored, `${ESCAPE}[1mCOMPARISON${ESCAPE}[22m`);
});

Deno.test("messages of errors and warnings can neither colour the report nor break its lines", () => {
  const report = formatConsoleReport(documentOf({
    a: {
      ...BARE,
      metadata: {
        errors: [{
          kind: "Error",
          count: 2,
          examples: [`${ESCAPE}[31mfirst\n  second${ESCAPE}[0m`, "third"],
        }],
      },
    },
  }, {
    warnings: [`did not start:\n${ESCAPE}[31mno such module${ESCAPE}[0m`],
  }));
  assertEquals(report.includes(ESCAPE), false);
  assertMatch(report, /^ {2}2 × Error {2}first second; third$/m);
  assertStringIncludes(report, "  did not start:\n  no such module");
});
