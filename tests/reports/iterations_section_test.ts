import { assertEquals } from "@std/assert";
import type { ResultDocument } from "../../benchmarks/mod.ts";
import { type Run, runsOf } from "../../reports/mod.ts";
import { BARE, documentOf } from "./_sample_document.ts";
import { runsNamed, sectionOf } from "./_sections_of.ts";

function benchesOf(
  benches: readonly (readonly [key: string, mean: number, group?: string])[],
): ResultDocument {
  return documentOf(Object.fromEntries(benches.map(([key, mean, group]) => [
    key,
    {
      ...BARE,
      name: key,
      iteration_time: {
        ...group === undefined ? {} : { group },
        mean,
        min: mean / 2,
        max: 9 * mean,
        p75: 1.5 * mean,
        p99: 4 * mean,
        p995: 5 * mean,
        p999: 8 * mean,
        count: 100,
        iterations_per_sample: 1,
      },
    },
  ])));
}

function iterations(runs: readonly Run[]) {
  const { charts, tables } = sectionOf(runs, "iterations");
  return {
    rows: tables[0].rows,
    charts: charts.map((chart) => [
      chart.title,
      chart.kind === "bars" ? chart.series.map(({ name }) => name) : [],
    ]),
  };
}

const DOCUMENT = benchesOf([
  ["calls/ping", 1e-3, "calls"],
  ["alone", 1e-9],
  ["calls/echo", 2e-3, "calls"],
]);

Deno.test("benchmarks of a group are drawn side by side, one that stands alone is not", () => {
  const { charts, rows } = iterations(runsOf(DOCUMENT));
  assertEquals(charts, [
    ["Time of an iteration: calls", ["calls/ping", "calls/echo"]],
  ]);
  assertEquals(rows.map(([name]) => name), [
    "calls/ping",
    "alone",
    "calls/echo",
  ]);
});

Deno.test("the runs of one benchmark stand side by side, in a group or not", () => {
  const { charts } = iterations(
    runsNamed({ before: DOCUMENT, after: DOCUMENT }),
  );
  assertEquals(charts.map(([title]) => title), [
    "Time of an iteration: calls",
    "Time of an iteration: alone",
  ]);
  assertEquals(charts[1][1], ["alone, before", "alone, after"]);
});

Deno.test("only benchmarks of a group compete", () => {
  const [whoWins] = sectionOf(runsOf(DOCUMENT), "summary").tables;
  const winners = whoWins.rows.map(([, best, , loser]) => [best, loser]);
  assertEquals(winners, [["calls/ping", "calls/echo"]]);
});
