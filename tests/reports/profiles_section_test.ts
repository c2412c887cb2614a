import { assert, assertEquals } from "@std/assert";
import type {
  ActivityResult,
  CallTreeNode,
  ProfiledSideResult,
  ServerResult,
} from "../../benchmarks/mod.ts";
import { runsOf } from "../../reports/mod.ts";
import { EMPTY_TABLES } from "../../servers/mod.ts";
import { BARE, documentOf } from "./_sample_document.ts";
import { chartOf, sectionOf, textOf } from "./_sections_of.ts";

const MEMORY = { rss: 2, heap_used: 1, heap_total: 1, external: 0 };

function node(
  name: string,
  total: number,
  self: number,
  children: readonly CallTreeNode[] = [],
): CallTreeNode {
  const origin = { kind: "program", name: "program" } as const;
  return { name, module: "a.ts", line: 1, origin, total, self, children };
}

const CLIENT: ProfiledSideResult = {
  processes: 1,
  cpu: {
    duration: 10,
    busy: 6,
    samples: 100,
    interval: 0.1,
    by_self: [],
    by_total: [],
    by_origin: [],
    call_tree: [
      node("main", 4, 1, [node("read", 2, 2), node("write", 1, 1)]),
      node("other", 2, 2),
    ],
  },
  memory: {
    start: MEMORY,
    end: MEMORY,
    peak: MEMORY,
    increase: MEMORY,
    series: [],
  },
  event_loop: { mean: 0, max: 0 },
  tables: EMPTY_TABLES,
  clock_accuracy: 0.001,
  files: [],
};

function activity(
  mostly: ActivityResult["mostly"],
  running: number,
): ActivityResult {
  return { pid: 1, mostly, idle: 1, garbage_collection: 0, running };
}

const PROFILED: ServerResult = {
  ...BARE,
  profiles: [{
    scenario: "throughput",
    group: "client_count",
    parameters: { clients: 1 },
    name: "case",
    client: CLIENT,
    outliers: [{
      time: 1,
      response_time: 2,
      activity: {
        client: [activity("idle", 0.1), activity("running", 0.9)],
        server: [],
      },
    }],
  }],
};
const RUNS = runsOf(documentOf({ a: PROFILED }));

Deno.test("flames lie below their callers, side by side", () => {
  const chart = chartOf(RUNS, "flames_1_client");
  assert(chart.kind === "flames");
  assertEquals(
    chart.flames.map(({ depth, name, place, self, start, total }) => [
      name,
      place,
      depth,
      start,
      total,
      self,
    ]),
    [
      ["main", "a.ts:1", 0, 0, 4, 1],
      ["read", "a.ts:1", 1, 0, 2, 2],
      ["write", "a.ts:1", 1, 2, 1, 1],
      ["other", "a.ts:1", 0, 4, 2, 2],
    ],
  );
  assertEquals(
    chart.note,
    "6.00 s busy of 10.0 s; what took less than 0.5 % is left out.",
  );
});

Deno.test("of several processes, outliers tell what the busiest did", () => {
  const table = sectionOf(RUNS, "profiles").tables
    .find(({ title }) => title.includes("slowest requests"));
  assert(table !== undefined);
  assertEquals(textOf(table)[1].slice(0, 3), ["1.00 s", "2.00 s", "running"]);
});
