import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { CpuProfile } from "../../../benchmarks/profiling/cpu_profile.ts";
import { cpuResult } from "../../../benchmarks/profiling/cpu_result.ts";
import type { CallTreeNode } from "../../../benchmarks/mod.ts";
import type { RawCpuProfile } from "../../../servers/mod.ts";
import { type Called, rawProfile } from "./_raw_profile.ts";

function treeOf(...raw: readonly RawCpuProfile[]): readonly CallTreeNode[] {
  const profiles = raw.map((cpu) =>
    new CpuProfile({ cpu, from: 0, until: Infinity })
  );
  const { call_tree } = cpuResult(profiles);
  assert(call_tree !== undefined);
  return call_tree;
}

/** A line a node, indented below its caller: its name, its own and all milliseconds. */
function outline(nodes: readonly CallTreeNode[], indent = ""): string[] {
  return nodes.flatMap(({ name, self, total, children }) => [
    `${indent}${name} ${Math.round(self * 1000)}/${Math.round(total * 1000)}`,
    ...outline(children, `${indent}  `),
  ]);
}

function samples(count: number, path: string): string[] {
  return new Array(count).fill(path);
}

Deno.test("the call tree has each function below its callers, the most time first", () => {
  const tree = treeOf(rawProfile(
    [
      { name: "a", calls: [{ name: "b" }, { name: "c" }] },
      { name: "c" },
      { name: "(idle)" },
    ],
    ["a", "a/b", "a/c", "a/c", "(idle)", "(idle)", "c", "c"],
  ));
  assertEquals(outline(tree), ["a 1/4", "  c 2/2", "  b 1/1", "c 2/2"]);
});

Deno.test("a node of the call tree says where its function is, and whose", () => {
  const url = import.meta.resolve("../../../rpc/connection.ts");
  const tree = treeOf(rawProfile([{ name: "open", url }], ["open"]));
  assertEquals(tree.map(({ self: _self, total: _total, ...rest }) => rest), [{
    name: "open",
    module: "rpc/connection.ts",
    line: 1,
    origin: { kind: "rpcbench", name: "rpc/" },
    children: [],
  }]);
});

Deno.test("the call trees of several processes are one", () => {
  const one = rawProfile([{ name: "a", calls: [{ name: "b" }] }], ["a/b"]);
  const other = rawProfile(
    [{ name: "c" }, { name: "a", calls: [{ name: "c" }, { name: "b" }] }],
    ["a/b", "a/c", "a", "c"],
  );
  assertEquals(outline(treeOf(one, other)), [
    "a 1/4",
    "  b 2/2",
    "  c 1/1",
    "c 1/1",
  ]);
});

Deno.test("a function that calls itself is one node, with what it calls at any depth", () => {
  const tree = treeOf(rawProfile(
    [{
      name: "a",
      calls: [{ name: "b" }, { name: "a", calls: [{ name: "b" }] }],
    }],
    ["a", "a/b", "a/a", "a/a/b"],
  ));
  assertEquals(outline(tree), ["a 2/4", "  b 2/2"]);
});

Deno.test("what took less than 0.5 % is in its caller's total alone", () => {
  const tree = treeOf(rawProfile(
    [{ name: "a", calls: [{ name: "b" }, { name: "c" }] }, { name: "d" }],
    [...samples(990, "a"), ...samples(5, "a/b"), ...samples(4, "a/c"), "d"],
  ));
  assertEquals(outline(tree), ["a 990/999", "  b 5/5"]);
});

Deno.test("calls that nest without end become a tree of 400 nodes", () => {
  const depth = 3000;
  let called: Called = { name: "even" };
  for (let i = 1; i < depth; i++) {
    called = { name: i % 2 === 1 ? "odd" : "even", calls: [called] };
  }
  const path = Array.from(
    { length: depth },
    (_, i) => i % 2 === 0 ? "odd" : "even",
  ).join("/");
  const tree = treeOf(rawProfile([called], [path]));
  const [outermost] = tree;
  assertAlmostEquals(outermost.total, 0.001);
  let count = 0;
  for (let level = tree; level.length > 0; level = level[0].children) count++;
  assertEquals(count, 400);
  assertEquals(JSON.parse(JSON.stringify(tree)), tree);
});
