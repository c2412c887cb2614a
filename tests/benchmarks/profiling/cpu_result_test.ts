import { assertAlmostEquals, assertEquals } from "@std/assert";
import { CpuProfile } from "../../../benchmarks/profiling/cpu_profile.ts";
import { cpuResult } from "../../../benchmarks/profiling/cpu_result.ts";
import type { CpuResult, FunctionTime } from "../../../benchmarks/mod.ts";
import type { RawCpuProfile } from "../../../servers/mod.ts";
import { rawProfile } from "./_raw_profile.ts";

const RPC = import.meta.resolve("../../../rpc/connection.ts");

function resultOf(...raw: readonly RawCpuProfile[]): CpuResult {
  return cpuResult(
    raw.map((cpu) => new CpuProfile({ cpu, from: 0, until: Infinity })),
  );
}

/** Whole milliseconds by name. */
function times(
  functions: readonly FunctionTime[],
  key: "self" | "total",
): Record<string, number> {
  return Object.fromEntries(
    functions.map((it) => [it.name, Math.round(it[key] * 1000)]),
  );
}

Deno.test("a sample counts for the function that ran, and in total for all that had called it", () => {
  const result = resultOf(rawProfile(
    [{
      name: "a",
      calls: [{ name: "b", calls: [{ name: "c" }] }, { name: "c" }],
    }],
    ["a", "a/b", "a/b/c", "a/b/c", "a/c"],
  ));
  assertEquals(times(result.by_self, "self"), { c: 3, a: 1, b: 1 });
  assertEquals(times(result.by_total, "total"), { a: 5, b: 3, c: 3 });
});

Deno.test("a function that calls itself, or is called by what it called, counts once", () => {
  const result = resultOf(rawProfile(
    [{
      name: "a",
      calls: [{ name: "a", calls: [{ name: "b", calls: [{ name: "a" }] }] }],
    }],
    ["a", "a/a", "a/a/b", "a/a/b/a"],
  ));
  assertEquals(times(result.by_total, "total"), { a: 4, b: 2 });
  assertEquals(times(result.by_self, "self"), { a: 3, b: 1 });
});

Deno.test("shares are of the time that was not idle", () => {
  const { duration, busy, by_self } = resultOf(rawProfile(
    [{ name: "a" }, { name: "(garbage collector)" }, { name: "(idle)" }],
    [
      "(idle)",
      "a",
      "(idle)",
      "a",
      "a",
      "(garbage collector)",
      "(idle)",
      "(idle)",
    ],
  ));
  assertAlmostEquals(duration, 0.008);
  assertAlmostEquals(busy, 0.004);
  assertEquals(by_self.map(({ name }) => name), ["a", "(garbage collector)"]);
  assertAlmostEquals(by_self[0].self_share, 0.75);
  assertAlmostEquals(by_self[1].total_share, 0.25);
});

Deno.test("time goes to rooms, packages, Deno's modules, V8 and the program", () => {
  const functions = [
    { name: "open", url: RPC },
    { name: "test", url: import.meta.url },
    {
      name: "pack",
      url: "file:///cache/npm/registry.example/cbor-x/1.6.8/pack.cjs",
    },
    { name: "app", url: "file:///a/node_modules/@scope/name/app.js" },
    { name: "join", url: "https://jsr.example/@std/path/1.0.0/join.ts" },
    { name: "fetch", url: "ext:deno_fetch/26_fetch.js" },
    { name: "Socket", url: "ext:deno_node/net.ts" },
    { name: "main", url: "file:///home/user/main.ts" },
    { name: "op_write" },
    { name: "(program)" },
  ];
  const { by_origin } = resultOf(
    rawProfile(functions, functions.map(({ name }) => name)),
  );
  assertEquals(
    by_origin.map(({ origin: { kind, name } }) => `${kind} ${name}`).sort(),
    [
      "dependency ext:deno_fetch",
      "dependency jsr:@std/path",
      "dependency node:",
      "dependency npm:@scope/name",
      "dependency npm:cbor-x",
      "program program",
      "program tests/",
      "rpcbench rpc/",
      "runtime (program)",
      "runtime native",
    ],
  );
  for (const { share } of by_origin) assertAlmostEquals(share, 0.1);
});

Deno.test("functions of several processes are counted together", () => {
  const one = rawProfile([{ name: "a", url: RPC }], ["a", "a"]);
  const other = rawProfile([{ name: "b" }, { name: "a", url: RPC }], [
    "a",
    "b",
  ]);
  assertEquals(times(resultOf(one, other).by_self, "self"), { a: 3, b: 1 });
});

Deno.test("samples that V8 noted in the wrong order count in theirs", () => {
  const raw = rawProfile([{ name: "a" }, { name: "b" }], ["a", "b", "a"]);
  // At 0, 3 and 1 ms, until 4 ms.
  const shuffled = { ...raw, timeDeltas: [0, 3000, -2000], endTime: 1_004_000 };
  assertEquals(times(resultOf(shuffled).by_self, "self"), { a: 3, b: 1 });
});

Deno.test("the twenty functions with the most time are told of", () => {
  const functions = Array.from({ length: 30 }, (_, i) => ({ name: `f${i}` }));
  const samples = functions.flatMap(({ name }, i) => Array(i + 1).fill(name));
  const { by_self, by_total } = resultOf(rawProfile(functions, samples));
  assertEquals([by_self.length, by_total.length], [20, 20]);
  assertEquals([by_self[0].name, by_self[19].name], ["f29", "f10"]);
});

Deno.test("what runs while the profile is started and stopped does not count", () => {
  const cpu = rawProfile(
    [{ name: "start" }, { name: "a" }, { name: "stop" }],
    ["start", "start", "a", "a", "a", "stop"],
  );
  const { duration, by_self } = cpuResult([
    new CpuProfile({ cpu, from: 1.0025, until: 1.0045 }),
  ]);
  assertAlmostEquals(duration, 0.002);
  assertEquals(times(by_self, "self"), { a: 2 });
});

Deno.test("a profile without a sample has no times", () => {
  const { duration, busy, by_self, by_origin } = resultOf(rawProfile([], []));
  assertEquals([duration, busy, by_self, by_origin], [0, 0, [], []]);
});
