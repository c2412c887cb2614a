import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  budgetsSection,
  formatConsoleReport,
  formatHtmlReport,
  formatMarkdownReport,
  type ReportSection,
} from "../../reports/mod.ts";
import { budgetChecks, judgeBudgets, parseBudget } from "../../verdicts/mod.ts";
import { EVERYTHING } from "./_everything.ts";
import { documentOf, fullResult } from "./_sample_document.ts";
import { textOf } from "./_sections_of.ts";

const BUDGETS = [
  "rpc_threaded.latency.p99<150us",
  "rpc_forking.latency.p99<150us",
  "rpc_forking.failed_requests==0",
  "http_threaded.concurrent.success_rate>=99.9%",
  "latency.p98<1s",
].map(parseBudget);

function sectionOf(
  ...names: readonly string[]
): ReportSection {
  const section = budgetsSection(names.map((name) => ({
    name,
    results: judgeBudgets(EVERYTHING, BUDGETS),
  })));
  assert(section !== undefined);
  return section;
}

Deno.test("failures come first, then the rest, each with its distance from the limit", () => {
  const { alarming, lines, tables: [table] } = sectionOf("run");
  assertEquals(alarming, true);
  assert(table.note?.startsWith("Could be chance: "));
  assertEquals(lines[0], "3 of 5 checks failed.");
  assertStringIncludes(
    lines[1],
    "latency.p98<1s: failed, as there is no metric latency.p98; the nearest are latency.p9",
  );
  assertEquals(textOf(table), [
    [
      "verdict",
      "budget",
      "server",
      "limit",
      "value",
      "from limit",
      "95 % interval",
    ],
    [
      "failed",
      "rpc_forking.failed_requests==0",
      "rpc_forking",
      "0",
      "7",
      "+7",
      "–",
    ],
    [
      "failed",
      "rpc_forking.latency.p99<150us",
      "rpc_forking",
      "150 µs",
      "176 µs",
      "+17.12 %",
      "–",
    ],
    [
      "passed, could be chance",
      "http_threaded.concurrent.success_rate>=99.9%",
      "http_threaded",
      "99.9 %",
      "100 %",
      "+0.1 %",
      "99.62 % to 100 %",
    ],
    [
      "passed",
      "rpc_threaded.latency.p99<150us",
      "rpc_threaded",
      "150 µs",
      "87.8 µs",
      "−41.44 %",
      "–",
    ],
  ]);
});

Deno.test("of several runs, each row and line says which", () => {
  const { lines, tables: [table] } = sectionOf("old", "new");
  assertEquals(lines[0], "6 of 10 checks failed.");
  assert(lines[1].startsWith("old: latency.p98<1s: failed"));
  assert(lines[2].startsWith("new: latency.p98<1s: failed"));
  const [columns, ...rows] = textOf(table);
  assertEquals(columns[2], "run");
  assertEquals(rows.slice(0, 2).map((row) => row[2]), ["old", "new"]);
});

Deno.test("what is many times its limit is told as so many times", () => {
  const results = judgeBudgets(EVERYTHING, [
    parseBudget("rpc_threaded.latency.median<1us"),
  ]);
  const section = budgetsSection([{ name: "run", results }]);
  assert(section !== undefined);
  assertEquals(textOf(section.tables[0])[1].slice(-2), ["80.0 µs", "80.0 ×"]);
  assertEquals(
    budgetChecks(results)[0].message,
    "latency.median is 80.0 µs; the limit is 1.00 µs, 80.0 × as much",
  );
});

Deno.test("without a failure, nothing alarms; without a budget, there is nothing to say", () => {
  const document = documentOf({ a: fullResult("a", 1) });
  const results = judgeBudgets(document, [parseBudget("latency.p99<1s")]);
  const section = budgetsSection([{ name: "run", results }]);
  assertEquals(section?.alarming, false);
  assertEquals(section?.tables[0].note, undefined);
  assertEquals(section?.lines, ["1 check passed, none failed."]);
  assertEquals(budgetsSection([{ name: "run", results: [] }]), undefined);
});

Deno.test("every format shows budgets before all else, and failures stand out", async () => {
  const verdicts = [sectionOf("run")];
  const text = formatConsoleReport(EVERYTHING, { color: true, verdicts });
  assert(text.indexOf("BUDGETS") < text.indexOf("SUMMARY"));
  assertStringIncludes(text, "\u001b[31mfailed\u001b[39m");
  const markdown = formatMarkdownReport(EVERYTHING, { verdicts });
  assert(
    markdown.startsWith("## Benchmark results\n\n### Budgets\n\n- 3 of 5"),
  );
  assertStringIncludes(markdown, "| **failed** |");
  const html = await formatHtmlReport(EVERYTHING, { verdicts });
  assert(html.indexOf('id="budgets"') < html.indexOf('id="summary"'));
  assertStringIncludes(html, '<td class="failures">failed</td>');
});
