import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { AbRecord } from "../../benchmarks/mod.ts";
import { formatMarkdownReport } from "../../reports/mod.ts";
import type { ReportSection } from "../../reports/report_section.ts";
import { abSection } from "../../reports/sections/ab.ts";
import { analyzeAb } from "../../verdicts/mod.ts";
import { courseOf } from "../../verdicts/ab/course_of.ts";
import {
  MEDIAN,
  quadsOfRatio,
  type QuadValues,
  recordOf,
} from "../verdicts/ab/_records.ts";
import { BARE, documentOf } from "./_sample_document.ts";

function sectionOf(record: AbRecord): ReportSection {
  const analysis = analyzeAb(record);
  return abSection({ record, analysis, course: courseOf(record) });
}

/** The verdict, and why it ended. */
function linesOf(
  quads: readonly QuadValues[],
  more: Partial<AbRecord> = {},
): readonly string[] {
  return sectionOf(recordOf(quads, more)).lines;
}

Deno.test("what two sides in turns say comes in a sentence first", () => {
  const [worse, end] = linesOf(quadsOfRatio(12, 1.3));
  assertMatch(
    worse,
    /^new is worse than old: median \+30 % \(\+29\.\d+ % … \+30\.\d+ %\)\.$/,
  );
  assertMatch(
    end,
    /^12 quads of blocks, seed 1: the interval of the median reaches 0\.\d+ % to each side, which is within 2 %\.$/,
  );
  const [better] = linesOf(quadsOfRatio(12, 0.5));
  assertMatch(better, /^new is better than old: median −50/);
  const [negligible] = linesOf(quadsOfRatio(30, 1.008));
  assertMatch(negligible, /^The median differs, but by no more than is neg/);
  assertEquals(linesOf(quadsOfRatio(3, 2), { ended: "out_of_time" }), [
    "Too few to tell: 3 quads of blocks can be compared; it takes 10.",
    "3 quads of blocks, seed 1; the time of 300 s was over. About 17 minutes would be enough for 10.",
  ]);
});

Deno.test("no difference says which one could have been missed, and what would take less", () => {
  const noisy = quadsOfRatio(12, 1).map(({ a }, i): QuadValues => ({
    a,
    b: i % 2 === 0 ? [1.1, 1.1] : [1 / 1.1, 1 / 1.1],
  }));
  const [verdict, end] = linesOf(noisy, { ended: "out_of_time", max_time: 60 });
  assertMatch(
    verdict,
    /^No difference in the median: .*, where up to 9\.\d+ % could have been missed\.$/,
  );
  assertMatch(end, /the time of 60\.0 s was over: .* not 2 %\. About 2\d min/);
});

Deno.test("what failed is told, whether it decided or not", () => {
  const failing = quadsOfRatio(12, 0.5)
    .map((quad) => ({ ...quad, failed: { b: 1 } }));
  assertStringIncludes(
    linesOf(failing)[0],
    "new is worse than old, by what fails quad after quad: 10 % (24 of 240 requests) in all against 0 % (0 of 240 requests).",
  );
  const [first, ...others] = quadsOfRatio(12, 0.5);
  const once = [{ ...first, failed: { b: 1 } }, ...others];
  const [verdict, failures] = linesOf(once);
  assertMatch(verdict, /^new is better/);
  assertMatch(failures, /^Requests failed: 0 % .* of old, 0\.83 % .* of new\./);
});

Deno.test("a side that answers nothing any more is named before all else", () => {
  const [first, ...others] = quadsOfRatio(12, 1);
  const record = recordOf([{ ...first, failed: { a: 1 } }, ...others], {
    ended: "no_answers",
    silent: "b",
  });
  const { alarming, lines = [] } = sectionOf(record);
  assertEquals(alarming, true);
  const [silent, verdict, failures, end] = lines;
  assertMatch(silent, /^new ANSWERS NOTHING any more/);
  assertMatch(verdict, /^No difference in the median/);
  assertMatch(failures, / of new, before it ended; they are in no time\.$/);
  assertEquals(end, "12 quads of blocks, seed 1, before that.");
});

Deno.test("the verdict stands in the table, and alarms if it is severe", () => {
  const { alarming, charts, tables: [table] } = sectionOf(
    recordOf(quadsOfRatio(12, 1.3)),
  );
  assertEquals(alarming, true);
  assertEquals(table.rows[0].at(-1), "worse: critical");
  assertEquals(charts.map(({ kind }) => kind), ["lines"]);
  const mild = sectionOf(recordOf(quadsOfRatio(12, 1.05)));
  assertEquals(mild.alarming, false);
});

Deno.test("names of sides and metrics cannot write into a report", () => {
  const hostile = "<img src=x onerror=alert(1)>|\n# [a](javascript:b)";
  const record = recordOf(
    quadsOfRatio(12, 1.3),
    { b: hostile, notes: [hostile], metrics: [MEDIAN] },
  );
  const document = documentOf({ old: BARE }, { ab: record });
  const report = formatMarkdownReport(document, {
    verdicts: [sectionOf(record)],
  });
  assertEquals(report.includes("<img"), false);
  assertEquals(/^# \[a\]/m.test(report), false);
  assertStringIncludes(report, "\\[a\\](javascript:b) is worse than old");
});

Deno.test("what was measured in turns has no other winner", () => {
  const record = recordOf(quadsOfRatio(12, 1));
  const document = documentOf({ old: BARE, new: BARE }, { ab: record });
  assertEquals(formatMarkdownReport(document).includes("Who wins"), false);
});
