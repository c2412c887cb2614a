import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  formatConsoleReport,
  formatHtmlReport,
  formatMarkdownReport,
} from "../../reports/mod.ts";
import { diagnosisSections } from "../../reports/sections/diagnosis.ts";
import { diagnose } from "../../verdicts/mod.ts";
import { BARE, documentOf } from "./_sample_document.ts";

const HOSTILE = "<script>alert(1)</script>\u001b[31m|`x`";

const DOCUMENT = documentOf({
  [HOSTILE]: {
    ...BARE,
    total_requests: 10,
    failed_requests: 5,
    success_rate: 0.5,
    metadata: { errors: [{ kind: HOSTILE, count: 5, examples: [HOSTILE] }] },
  },
});

const SECTIONS = diagnosisSections([{
  name: "run",
  diagnosis: diagnose(DOCUMENT),
}]);

Deno.test("a finding says what was seen, how sure it is, and what to do, in order", () => {
  const [overview, finding] = SECTIONS;
  assertEquals([overview.id, overview.alarming], ["diagnosis", true]);
  assertEquals(finding.id, "diagnosis_1");
  assertStringIncludes(finding.lines[0], "5 × ");
  assertEquals(finding.lines[1], "How sure: likely.");
  assert(finding.lines[3].startsWith("1. "));
  const [{ rows }] = finding.tables;
  assertEquals(rows[0].slice(2), ["below 95 %", "success_rate"]);
});

Deno.test("several runs are told apart by their names", () => {
  const diagnosis = diagnose(DOCUMENT);
  const [{ lines }] = diagnosisSections([
    { name: "before", diagnosis },
    { name: "after", diagnosis },
  ]);
  assert(lines.some((line) => line.startsWith(`${HOSTILE}, before: `)));
  assert(lines.some((line) => line.startsWith(`${HOSTILE}, after: `)));
});

Deno.test("what a run could not measure is told before what it did", () => {
  const failures = ["rpc_forking: it died"];
  const linesOf = (name: string) =>
    diagnosisSections([{
      name,
      diagnosis: diagnose(documentOf({}, { failures })),
    }])[0].lines;
  assertEquals(linesOf("")[0], "The run is not complete: rpc_forking: it died");
  assertEquals(
    linesOf("base")[0],
    "base is not complete: rpc_forking: it died",
  );
});

Deno.test("names of a document do no harm where a diagnosis is shown", async () => {
  const text = formatConsoleReport(DOCUMENT, { verdicts: SECTIONS });
  assert(!text.includes("\u001b"));
  const html = await formatHtmlReport(DOCUMENT, { verdicts: SECTIONS });
  assert(!html.includes("<script>alert"));
  const markdown = formatMarkdownReport(DOCUMENT, { verdicts: SECTIONS });
  assert(!markdown.includes("<script>"));
});
