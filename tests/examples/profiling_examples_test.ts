import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { run } from "./_example.ts";

/** What an example says of itself, and what went over the wire meanwhile. */
interface CountedRun {
  readonly text: string;
  /** Each "name: number" of the lines at its end, by what stands before them. */
  readonly counts: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

/**
 * Runs an example with a proxy in each of its connections, and makes sure that
 * the round trips that the profiler counted are those that the proxy saw.
 */
async function countedRun(
  name: string,
  ...args: string[]
): Promise<CountedRun> {
  const preload = import.meta.resolve("./_count_frames.ts");
  const { code, text, errors } = await run(name, args, [
    "-A",
    `--preload=${preload}`,
  ]);
  assertEquals(code, 0, errors);
  const counts = new Map<string, Record<string, number>>();
  for (const line of text.split("\n")) {
    const [, title, facts] =
      /^(.*?) {2,}((?:[a-z ]+: [^,]+(?:, |$))+)$/.exec(line) ??
        [];
    if (!facts?.includes("round trips: ")) continue;
    counts.set(
      title,
      Object.fromEntries(
        facts.split(", ").map((fact) => {
          const [what, value] = fact.split(": ");
          return [what.trim(), parseFloat(value)];
        }),
      ),
    );
  }
  const total = (what: string) =>
    [...counts.values()].reduce((sum, it) => sum + (it[what] ?? 0), 0);
  const [requests, callsBack] = JSON.parse(
    errors.trim().split("\n").at(-1) ?? "",
  );
  assertEquals(total("round trips"), requests);
  assertEquals(total("calls back"), callsBack);
  return { text, counts };
}

Deno.test("profiling_basic shows a loop of calls, and two ways to ask once", async () => {
  const { text, counts } = await countedRun("profiling_basic", "--users=60");
  assertEquals(Object.fromEntries(counts), {
    "one by one": { "calls": 60, "round trips": 60 },
    "in a batch": { "calls": 60, "round trips": 1 },
    "all at once": { "calls": 1, "round trips": 1 },
  });
  assertStringIncludes(text, "getUserRecord was called 60 times in a loop");
  assertMatch(text, /at file:.*profiling_basic\.ts:\d+/);
  assertStringIncludes(text, "59 round trips that could be saved");
  assertStringIncludes(text, "connection.batch(");
});

Deno.test("pipelining makes one round trip of a chain, and of many", async () => {
  const { text, counts } = await countedRun("pipelining", "--users=12");
  assertEquals(Object.fromEntries(counts), {
    "step by step": { "calls": 48, "round trips": 48 },
    "pipelined": { "calls": 24, "round trips": 12 },
    "in a batch": { "calls": 24, "round trips": 1 },
  });
  assertMatch(text, /12 times in turn/);
});

Deno.test("profiling_advanced shows chatter and references kept, and the ways out", async () => {
  const { text, counts } = await countedRun("profiling_advanced", "--users=40");
  assertEquals(Object.fromEntries(counts), {
    "by reference": { "calls": 160, "round trips": 160, "references": 40 },
    "obtained": { "calls": 80, "round trips": 40, "references": 40 },
    "by reference, released": {
      "calls": 80,
      "round trips": 80,
      "references": 40,
    },
    "plain data": { "calls": 1, "round trips": 1, "references": 0 },
  });
  assertStringIncludes(text, "properties of 40 User objects were read");
  assertStringIncludes(text, "40 User objects from getUser were not released");
  for (const view of ["CALL TREE", "TIMELINE", "REFERENCES"]) {
    assertMatch(text, new RegExp(`^${view}`, "m"));
  }
});

Deno.test("profiling_diagnose_slow_calls tells a slow call from calls made too often", async () => {
  const { text, counts } = await countedRun(
    "profiling_diagnose_slow_calls",
    "--checks=50",
  );
  const [before, after] = [counts.get("before"), counts.get("after")];
  assertEquals([before?.["round trips"], after?.["round trips"]], [51, 3]);
  assertEquals([before?.findings, after?.findings], [2, 0]);
  assertMatch(text, /1\. totalOf: .* \(called 1 time,/);
  assertStringIncludes(text, "the same 256 KiB were sent 50 times");
});

Deno.test("callbacks shows what calls back cost, and the ways around them", async () => {
  const { text, counts } = await countedRun("callbacks", "--rows=40");
  assertEquals(Object.fromEntries(counts), {
    "callback for each row": { "round trips": 1, "calls back": 40, "depth": 2 },
    "stream of rows": { "round trips": 1, "calls back": 0, "depth": 1 },
    "chain of approvals": { "round trips": 4, "calls back": 3, "depth": 7 },
    "all approvals at once": { "round trips": 1, "calls back": 0, "depth": 1 },
  });
  assertMatch(text, /importRows\(\), .*\n +└─ ← callback\(\) × 40/);
  assertStringIncludes(text, "calls caused calls, 7 deep");
});
