import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatHtmlReport } from "../../reports/html_report.ts";
import { sampleCase } from "./_sample_case.ts";
import { BARE, META } from "./_sample_document.ts";

Deno.test("a report is one page with a table for each question", () => {
  const page = formatHtmlReport({
    meta: META,
    rpc_threaded: { ...BARE, cases: [sampleCase()] },
  });
  assert(page.trimStart().startsWith("<!doctype html>"));
  assertStringIncludes(page, "<h2>Throughput by payload size</h2>");
  assertStringIncludes(page, "<td>1.00 k/s ± 10 %</td>");
});

Deno.test("a report needs nothing else", () => {
  const page = formatHtmlReport({ meta: META, rpc_threaded: BARE });
  assertEquals(page.match(/\b(src|href)=|@import|url\(/), null);
});

Deno.test("names from elsewhere cannot change the page", () => {
  const name = "<script>alert(1)</script>";
  const page = formatHtmlReport({
    meta: { ...META, cpu_model: name, warnings: [name] },
    [name]: { ...BARE, name, cases: [sampleCase()] },
  });
  assertEquals(page.includes("<script"), false);
});
