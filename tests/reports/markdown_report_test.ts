import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import {
  formatMarkdownReport,
  type Reported,
  reportSections,
  runsOf,
} from "../../reports/mod.ts";
import { shortEnough } from "../../reports/markdown/short_enough.ts";
import { columnsNamed } from "../../reports/report_table.ts";
import { EVERYTHING } from "./_everything.ts";
import { around, BARE, documentOf, fullResult } from "./_sample_document.ts";
import { sampleLoad } from "./_sample_load.ts";

/** What GitHub makes of a report, before it takes out what it does not trust. */
function rendered(reported: Reported): string {
  return micromark(formatMarkdownReport(reported), {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

/** What a page says, without its marks. */
function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, "")
    .replaceAll("\u2060", "")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

Deno.test("the summary comes first, and all other sections fold out, in the order of all formats", () => {
  const html = rendered(EVERYTHING);
  assert(html.startsWith("<h2>Benchmark results</h2>\n<h3>Summary</h3>\n<ul>"));
  const [, ...others] = reportSections(runsOf(EVERYTHING));
  assertEquals(
    [...html.matchAll(/<summary>(.*)<\/summary>/g)].map(([, title]) => title),
    others.map(({ title }) => title),
  );
  assertEquals(html.match(/<\/details>/g)?.length, others.length);
  assert(html.indexOf("<details>") > html.indexOf("1.14 ×"));
});

Deno.test("each table of the sections is one of GitHub's, with all rows and columns", () => {
  const html = rendered(EVERYTHING);
  const drawn = [...html.matchAll(/<table>.*?<\/table>/gs)].map(([table]) => [
    table.match(/<th[ >]/g)?.length,
    table.match(/<tr>/g)?.length,
  ]);
  const tables = reportSections(runsOf(EVERYTHING))
    .flatMap(({ tables }) => tables)
    .map(({ columns, rows }) => [columns.length, rows.length + 1]);
  for (const table of tables) {
    assert(drawn.some((it) => String(it) === String(table)), String(table));
  }
  assertStringIncludes(html, '<th align="right">median</th>');
  assertStringIncludes(html, '<td align="right"><strong>7</strong></td>');
});

Deno.test("distributions and the seconds of a load run are drawn small", () => {
  const report = formatMarkdownReport(
    documentOf({ a: { ...BARE, load: [sampleLoad()] } }),
  );
  assertStringIncludes(report, "| a | ▂▃▄▅▅▆▇█ | 100 /s | 800 /s |");
});

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "a | b | c",
  "\\| escaped",
  "two\nlines\r\n\r\n# heading",
  "# heading",
  "- item",
  "1. item",
  "--- | ---",
  "===",
  "`code` ``more``",
  "**bold** __bold__ _it_ *it* ~~gone~~",
  "[link](https://evil.example) ![image](https://evil.example/x.png)",
  "[reference][1]",
  "https://evil.example www.evil.example http://1.2.3.4/",
  "<https://evil.example>",
  ":tada: Error::kind:",
  "someone@evil.example mailto:someone@evil.example",
  "@maintainer @org/team",
  "#1 org/repository#2 GH-3",
  "&lt;b&gt; &copy;",
  "$math$ [^1]",
  "</details></summary>",
  "<!-- comment",
  "    code",
  "\u001b[31mred\u202e",
];

Deno.test("names and messages show as they are, and are no markup, link or mention", () => {
  const text = (hostile: string) =>
    // What has no look of its own is not shown.
    // deno-lint-ignore no-control-regex
    hostile.replaceAll(/\u001b\[31m|\u202e/g, "").replaceAll(/\s+/g, " ")
      .trim();
  const page = (name: string) =>
    rendered(documentOf({
      [name]: {
        ...BARE,
        latency: around(80e-6),
        metadata: { errors: [{ kind: name, count: 2, examples: [name] }] },
      },
    }, { cpu_model: name, config: { [name]: name }, warnings: [name] }));
  const marks = (html: string) => html.match(/<[^>]*>/g);
  const plain = marks(page("plain"));
  for (const hostile of HOSTILE) {
    const html = page(hostile);
    assertEquals(marks(html), plain, hostile);
    assertEquals(
      textOf(html).split("\n").includes(text(hostile)),
      true,
      hostile,
    );
    assertEquals(
      html.match(/@\w|#\d|:\/\/|www\.|GH-\d|:[\w+-]*[a-z][\w+-]*:/gi),
      null,
      hostile,
    );
  }
});

Deno.test("a report is never longer than GitHub takes, and says what it leaves out", () => {
  const everywhere = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`server_${i}`, {
      ...fullResult(`server_${i}`, i + 1),
      metadata: {
        errors: Array.from({ length: 10 }, (_, j) => ({
          kind: `Error${j}`,
          count: 1,
          examples: ["long message ".repeat(20)],
        })),
      },
    }]),
  );
  const document = documentOf(everywhere, {
    warnings: Array.from({ length: 200 }, () => "a warning ".repeat(20)),
  });
  for (const mostCharacters of [65_536, 20_000, 1000]) {
    const report = formatMarkdownReport(document, { mostCharacters });
    assert(report.length <= mostCharacters, `${report.length}`);
    assertStringIncludes(report, "*Left out, to be short: tables of detail, ");
    assertStringIncludes(report, "### Summary");
  }
  assert(formatMarkdownReport(document).includes("Errors and warnings"));
  assert(!formatMarkdownReport(EVERYTHING).includes("Left out"));
});

Deno.test("what is far too long is not drawn before it is shortened", () => {
  const tables = [{
    title: "Rows",
    columns: columnsNamed("name"),
    rows: Array.from({ length: 100_000 }, () => ["x"]),
  }];
  const drawn: number[] = [];
  shortEnough(
    [{ id: "a", title: "A", lines: [], charts: [], tables }],
    1000,
    ([{ tables: [{ rows }] }]) => {
      drawn.push(rows.length);
      return "short";
    },
  );
  assertEquals(drawn, [5]);
});

Deno.test("what matters most stays longest", () => {
  const document = documentOf(
    { a: { ...BARE, latency: around(80e-6) } },
    { config: { option: `${"very ".repeat(40)}of detail` } },
  );
  const { length } = formatMarkdownReport(document);
  const report = (mostCharacters: number) =>
    formatMarkdownReport(document, { mostCharacters });
  assert(!report(length - 1).includes("of detail |"));
  assertStringIncludes(report(length - 1), "| p99.9 |");
  assert(!report(850).includes("| p99.9 |"));
  assertStringIncludes(report(850), "| ± stdev |");
  assert(!report(780).includes("| ± stdev |"));
  assertStringIncludes(report(700), "| a | 80.0 µs | 80.0 µs | 87.8 µs | 3 |");
  assertStringIncludes(report(500), "“Latency”");
});
