import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import { gunzipSync } from "node:zlib";
import type { ResultDocument } from "../../../benchmarks/mod.ts";
import { formatHtmlReport } from "../../../reports/html/html_report.ts";
import { pageHtml } from "../../../reports/html/page_html.ts";
import type { ReportSection } from "../../../reports/report_section.ts";
import { runsOf } from "../../../reports/run.ts";
import { largeDocument } from "./_large_document.ts";
import {
  BARE,
  documentOf,
  FLOOR,
  fullResult,
  META,
} from "../_sample_document.ts";

const DOCUMENT = documentOf({
  rpc_threaded: fullResult("rpc_threaded", 1),
  http_threaded: fullResult("http_threaded", 2.5),
}, { floor: FLOOR });

Deno.test("a report is one page that says all sections, in order", async () => {
  const page = await formatHtmlReport(DOCUMENT);
  assert(page.trimStart().startsWith("<!doctype html>"));
  const titles = [...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id);
  assertEquals(titles.slice(0, 2), ["summary", "setup"]);
  assert(titles.includes("connection_time"));
});

Deno.test("a report asks nothing of any network", async () => {
  const page = await formatHtmlReport(DOCUMENT);
  const [head] = page.split("<script", 1);
  assertEquals(head.match(/\b(src|href)="(?!#|data:)|@import|url\(/), null);
  assertStringIncludes(head, "default-src &#39;none&#39;");
});

Deno.test("a report has the document in it, byte for byte", async () => {
  const run = {
    name: "odd",
    document: DOCUMENT,
    source: new Uint8Array([0, 255, 10, 13, 60, 47]),
  };
  const page = await formatHtmlReport([run]);
  assertEquals(unpacked(page, "run-0"), run.source);
});

Deno.test("a report is at most 500 KB larger than the chart library", async () => {
  const page = await formatHtmlReport(DOCUMENT);
  const library = page.lastIndexOf("<script>") -
    page.indexOf("<script>");
  assert(library > 1_000_000);
  assert(page.length - library < 500_000, `${page.length - library}`);
});

Deno.test("names from elsewhere cannot change the page", async () => {
  const name = `</script><script>alert("1")</script><!--'"&`;
  const page = await formatHtmlReport(documentOf({
    [name]: {
      ...fullResult(name, 1),
      metadata: { errors: [{ kind: name, count: 1, examples: [name] }] },
    },
  }, {
    cpu_model: name,
    deno: name,
    os: name,
    started_at: name,
    warnings: [name],
  }));
  assertEquals(
    page.match(/<script/g),
    (await formatHtmlReport(
      documentOf({ bare: BARE }),
    )).match(/<script/g),
  );
  assertEquals(page.includes("<script>alert"), false);
  assertEquals(page.includes("<!--"), false);
});

Deno.test("of a long table, the page has the first rows and says how many there are", async () => {
  const section: ReportSection = {
    id: "errors",
    title: "Errors",
    lines: [],
    charts: [],
    tables: [{
      title: "Errors",
      columns: [{ name: "message" }],
      rows: Array.from({ length: 5000 }, (_, i) => [`error ${i}`]),
    }],
  };
  const page = await pageHtml(runsOf(DOCUMENT), [section]);
  assertEquals(page.match(/<td>error \d+<\/td>/g)?.length, 500);
  assertStringIncludes(page, "The first 500 of 5,000 rows");
});

Deno.test("a document in which nothing was measured makes a page that says so", async () => {
  const page = await pageHtml(runsOf({ meta: META }), []);
  assertStringIncludes(page, "Nothing was measured.");
});

Deno.test("a report of a large document is soon made, and grows by nothing but the document", async () => {
  const text = JSON.stringify(largeDocument(20));
  const parsing = performance.now();
  const document: ResultDocument = JSON.parse(text);
  const making = performance.now();
  const source = new TextEncoder().encode(text);
  const page = await formatHtmlReport([{ name: "large", document, source }]);
  const made = performance.now();
  // Some five times as long as reading it takes, on a quiet machine.
  assert((made - making) / (making - parsing) < 50);
  const [, , run, ...rest] = page.split(/<script type="application\/gzip"/);
  assertEquals([run.startsWith(` id="run-0"`), rest], [true, []]);
  const library = 1_500_000;
  const data = run.indexOf("</script>");
  assert(page.length - data - library < 500_000, `${page.length - data}`);
});

/** The bytes of one of a page's data blocks. */
function unpacked(page: string, id: string): Uint8Array {
  const [, block] = page.split(`id="${id}"`);
  const [data] = block.slice(block.indexOf(">") + 1).split("<", 1);
  return new Uint8Array(gunzipSync(Buffer.from(data, "base64")));
}
