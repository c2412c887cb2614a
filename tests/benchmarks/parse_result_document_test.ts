import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseResultDocument } from "../../benchmarks/mod.ts";
import { reportSections, runsOf } from "../../reports/mod.ts";
import { EVERYTHING } from "../reports/_everything.ts";
import { recordOf } from "../verdicts/ab/_records.ts";
import { around, BARE, documentOf, META } from "../reports/_sample_document.ts";

Deno.test("what a run has written is read as it was", () => {
  const json = JSON.stringify(EVERYTHING, null, 2);
  assertEquals(parseResultDocument(`\ufeff${json}\n`), EVERYTHING);
});

Deno.test("a document of before some things were measured is read", () => {
  const old = JSON.stringify(
    EVERYTHING,
    (key, value) => key === "p25" || key === "host" ? undefined : value,
  );
  assertEquals(parseResultDocument(old), JSON.parse(old));
  const bare = documentOf({});
  assertEquals(parseResultDocument(JSON.stringify(bare)), bare);
});

/** Texts that are no result documents, and what is wrong with each. */
const WRONG: readonly (readonly [text: string, says: string])[] = [
  ["", "it is empty"],
  [" \n", "it is empty"],
  ["hello", "it is no JSON"],
  [
    JSON.stringify(EVERYTHING).slice(0, -2),
    "it is cut off: its JSON has no end",
  ],
  ["{", "it is cut off: its JSON has no end"],
  [
    `${'{"meta":'.repeat(20_000)}1${"}".repeat(20_000)}`,
    "it is nested in more than 1000 levels",
  ],
  ["[]", "it is JSON, but no result document of rpcbench"],
  ["null", "it is JSON, but no result document of rpcbench"],
  [`{"name":"x"}`, "it is JSON, but no result document of rpcbench"],
  [`{"meta":{}}`, "it is JSON, but no result document of rpcbench"],
  [
    JSON.stringify({ meta: { ...META, schema: "rpcbench/2" } }),
    'its schema is "rpcbench/2"; this version reads "rpcbench/1"',
  ],
  [
    JSON.stringify({ meta: { ...META, cpu_cores: "two" } }),
    'it is damaged: meta.cpu_cores is "two"; it takes a number',
  ],
  [
    JSON.stringify({
      meta: { ...META, ab: { ...recordOf([]), blocks: [{}] } },
    }),
    'it is damaged: meta.ab.blocks[0].side is missing; it takes "a" or "b"',
  ],
  [
    JSON.stringify({
      meta: { ...META, ab: { ...recordOf([]), metrics: [{ name: "x" }] } },
    }),
    "it is damaged: meta.ab.metrics[0].unit is missing; it takes ",
  ],
  [
    JSON.stringify({ meta: META, a: 5 }),
    "it is damaged: a is 5; it takes an object",
  ],
  [
    JSON.stringify({ meta: META, a: { ...BARE, latency: { mean: 1 } } }),
    "it is damaged: a.latency.median is missing; it takes a number",
  ],
  [
    JSON.stringify({ meta: META, a: { ...BARE, bandwidth_by_size: [{}] } }),
    "it is damaged: a.bandwidth_by_size[0].size is missing; it takes a number",
  ],
  [
    JSON.stringify({ meta: META, a: { ...BARE, load: [{ loop: "round" }] } }),
    'it is damaged: a.load[0].loop is "round"; it takes "closed" or "open"',
  ],
  ...([
    [[[0.5]], "[0] is a list; it takes a list of 2"],
    [[[0, 1], {}], "[1] is an object; it takes a list of 2"],
    [[[1.5, 1]], "[0][0] is 1.5; it takes a number from 0 to 1"],
    [[[0, null]], "[0][1] is null; it takes a number"],
  ] as const).map(([distribution, says]) =>
    [
      JSON.stringify({
        meta: META,
        a: { ...BARE, latency: { ...around(1), distribution } },
      }),
      `it is damaged: a.latency.distribution${says}`,
    ] as const
  ),
];

for (const [text, says] of WRONG) {
  Deno.test(`it is told that ${says}: ${text.slice(0, 12)}`, () => {
    assertThrows(() => parseResultDocument(text), TypeError, says);
  });
}

Deno.test("whatever is damaged is told, or no report minds", () => {
  const minded: string[] = [];
  for (const path of pathsOf(EVERYTHING)) {
    for (const value of [undefined, "text", [{}]]) {
      const damaged = structuredClone(EVERYTHING);
      replace(damaged, path, value);
      try {
        const document = parseResultDocument(JSON.stringify(damaged));
        reportSections(runsOf(document));
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        if (!/^it(s| is)/.test(error.message)) {
          minded.push(
            `${path.join(".")} = ${JSON.stringify(value)}: ${error.message}`,
          );
        }
      }
    }
  }
  assertEquals(minded, []);
});

/** The paths to all values of a document, of lists only to the first. */
function pathsOf(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  return (Array.isArray(value) ? entries.slice(0, 1) : entries).flatMap(
    ([key, below]) => [[key], ...pathsOf(below).map((path) => [key, ...path])],
  );
}

function replace(
  object: object,
  path: readonly string[],
  value: unknown,
): void {
  const [key, ...rest] = path;
  if (rest.length === 0) {
    Reflect.set(object, key, value);
    return;
  }
  const below: unknown = Reflect.get(object, key);
  assert(typeof below === "object" && below !== null);
  replace(below, rest, value);
}
