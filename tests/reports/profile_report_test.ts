import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type {
  FunctionTime,
  LeakCheckResult,
  ProfiledSideResult,
  ProfileResult,
} from "../../benchmarks/mod.ts";
import { formatProfileReport } from "../../reports/mod.ts";
import { EMPTY_TABLES } from "../../servers/mod.ts";

const MEBIBYTE = 1024 * 1024;
const ESCAPE = "\u001b";

function memoryOf(mebibytes: number) {
  const bytes = mebibytes * MEBIBYTE;
  return { rss: bytes, heap_used: bytes, heap_total: bytes, external: 0 };
}

const PING: FunctionTime = {
  name: "ping",
  module: "servers/benchmark_service.ts",
  line: 12,
  origin: { kind: "rpcbench", name: "servers/" },
  self: 0.03,
  total: 0.04,
  self_share: 0.6,
  total_share: 0.8,
};
const COLLECTOR: FunctionTime = {
  name: "(garbage collector)",
  module: "",
  origin: { kind: "runtime", name: "(garbage collector)" },
  self: 0.02,
  total: 0.02,
  self_share: 0.4,
  total_share: 0.4,
};

const SIDE: ProfiledSideResult = {
  processes: 1,
  cpu: {
    duration: 0.1,
    busy: 0.05,
    samples: 200,
    interval: 0.0005,
    by_self: [PING, COLLECTOR],
    by_total: [PING, COLLECTOR],
    by_origin: [
      { origin: PING.origin, self: 0.03, share: 0.6 },
      { origin: COLLECTOR.origin, self: 0.02, share: 0.4 },
    ],
  },
  memory: {
    start: memoryOf(10),
    end: memoryOf(8),
    peak: memoryOf(12),
    increase: memoryOf(-2),
    series: [],
  },
  event_loop: { mean: 0.001, max: 0.02 },
  tables: { ...EMPTY_TABLES, calls_in_flight: 1 },
  clock_accuracy: 0.001,
  files: ["case.client.cpuprofile"],
};

const LEAKY: LeakCheckResult = {
  passed: false,
  reasons: [
    "the server grows by 100 KiB with each iteration, and may by 64 KiB",
  ],
  iterations: 6,
  most_growth: 64 * 1024,
  client: { growth: 0, memory: [], tables: EMPTY_TABLES },
  server: {
    growth: 100 * 1024,
    memory: [],
    tables: { ...EMPTY_TABLES, connections: 2 },
  },
};

const PROFILE: ProfileResult = {
  name: "case",
  client: SIDE,
  leak_check: LEAKY,
};

Deno.test("the report of a small profile reads exactly so", () => {
  assertEquals(
    formatProfileReport(PROFILE),
    `\
CASE, CLIENT: FUNCTIONS BY SELF
  1 process, busy 50.0 ms of 100 ms: 200 samples, 500 µs apart. Shares are of the busy time. In case.client.cpuprofile.
  function                self          total        module                           whose
  ping                 30.0 ms  60 %  40.0 ms  80 %  servers/benchmark_service.ts:12  servers/
  (garbage collector)  20.0 ms  40 %  20.0 ms  40 %                                   (garbage collector)

CASE, CLIENT: FUNCTIONS BY TOTAL
  In total: with all that they called.
  function                self          total        module                           whose
  ping                 30.0 ms  60 %  40.0 ms  80 %  servers/benchmark_service.ts:12  servers/
  (garbage collector)  20.0 ms  40 %  20.0 ms  40 %                                   (garbage collector)

CASE, CLIENT: WHOSE CODE
  whose                             self  share
  servers/             rpcbench  30.0 ms   60 %
  (garbage collector)  runtime   20.0 ms   40 %

CASE, CLIENT: MEMORY
  Event loop late by 1.00 ms mean, 20.0 ms max. In the end 1 call in flight, 0 queued, 0 references held, 0 lent.
                  start    end    peak  increase
  resident       10 MiB  8 MiB  12 MiB    −2 MiB
  heap used      10 MiB  8 MiB  12 MiB    −2 MiB
  heap reserved  10 MiB  8 MiB  12 MiB    −2 MiB
  external          0 B    0 B     0 B       0 B

CASE: LEAK CHECK FAILED
  the server grows by 100 KiB with each iteration, and may by 64 KiB.
          grows by  connections  in flight  queued  ordering keys  references held  lent
  client       0 B            0          0       0              0                0     0
  server  +100 KiB            2          0       0              0                0     0`,
  );
});

Deno.test("a server has a report of its own, a passed leak check is no failure", () => {
  const text = formatProfileReport({
    ...PROFILE,
    server: { ...SIDE, processes: 3 },
    leak_check: { ...LEAKY, passed: true },
  });
  assertStringIncludes(text, "CASE, SERVER: FUNCTIONS BY SELF\n  3 processes,");
  assertStringIncludes(text, "CASE: LEAK CHECK PASSED\n");
});

Deno.test("what others named does not change how the report looks", () => {
  const text = formatProfileReport({
    ...PROFILE,
    client: {
      ...SIDE,
      cpu: {
        ...SIDE.cpu,
        by_self: [{
          ...PING,
          name: `${ESCAPE}[31mred\nlines${"x".repeat(100)}`,
          module: `file:///${"long/".repeat(40)}end.ts`,
        }],
      },
    },
  });
  assertEquals(text.includes(ESCAPE), false);
  assertMatch(text, /^ {2}red linesx+… .* …[a-z/]+\/end\.ts:12 /m);
});

Deno.test("colours mark what failed", () => {
  const failed = formatProfileReport(PROFILE, { color: true });
  assertStringIncludes(
    failed,
    `${ESCAPE}[1m${ESCAPE}[31mCASE: LEAK CHECK FAILED`,
  );
  const passed = formatProfileReport(
    { ...PROFILE, leak_check: { ...LEAKY, passed: true } },
    { color: true },
  );
  assertEquals(passed.includes(`${ESCAPE}[31m`), false);
});
