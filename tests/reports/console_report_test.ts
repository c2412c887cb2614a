import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import stringWidth from "string-width";
import {
  cellText,
  formatConsoleReport,
  reportSections,
  runsOf,
} from "../../reports/mod.ts";
import { consolePage } from "../../reports/console_report.ts";
import { consoleSection } from "../../reports/console/console_section.ts";
import { columnsNamed } from "../../reports/report_table.ts";
import { EVERYTHING } from "./_everything.ts";
import {
  around,
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "./_sample_document.ts";
import { sampleLoad } from "./_sample_load.ts";
import { runsNamed } from "./_sections_of.ts";

const ESCAPE = "\u001b";

Deno.test("the report of a small document reads exactly so", () => {
  const document = documentOf({
    rpc_threaded: {
      ...BARE,
      total_requests: 3,
      success_rate: 1,
      latency: around(80e-6),
    },
    http_threaded: {
      ...BARE,
      total_requests: 4,
      failed_requests: 1,
      success_rate: 0.75,
      latency: around(160e-6),
      metadata: {
        errors: [{
          kind: "HttpStatusError",
          count: 1,
          examples: ["GET /ping: 500"],
        }],
      },
    },
  }, { floor: FLOOR, warnings: ["rpc_forking: did not start"] });
  assertEquals(
    formatConsoleReport(document, { width: 80 }),
    `\
BENCHMARK RESULTS

SUMMARY
  http_threaded: 1 of 4 requests failed.
  1 warning, at the end.
  rpc_threaded is best at 2 of 2.

  Who wins
  Sure: the 95 % confidence intervals of the samples are apart; another run can
  still differ by more. A tie: within 5 %.
                   best               at  ahead of           by  how sure
  Latency, median  rpc_threaded  80.0 µs  http_threaded  2.00 ×  not known
  Latency, p99     rpc_threaded  87.8 µs  http_threaded  2.00 ×  not known

  Comparison
  In parentheses: as a multiple of the floor.
                     floor      rpc_threaded    http_threaded
  Latency, median  70.0 µs  80.0 µs (1.14 ×)  160 µs (2.29 ×)
  Latency, p99           –           87.8 µs           176 µs

MACHINE AND OPTIONS
  2 × Test CPU, 8 GiB, linux 6.1 x86_64, Deno 2.9.6, V8 15.0
  2026-01-02T03:04:05.678Z, took 12.3 s
  Floor (bare TCP): round trip 70.0 µs median, 76.9 µs p99; 100 k/s over 10
    connections; 2.00 GB/s kept, 4.00 GB/s discarded, by 1 MiB

LATENCY
  Time of one request after another
  server            mean  ± stdev   median      min      max      p99  n
  rpc_threaded   80.0 µs  8.00 µs  80.0 µs  72.0 µs  88.0 µs  87.8 µs  3
  http_threaded   160 µs  16.0 µs   160 µs   144 µs   176 µs   176 µs  3
  floor          70.0 µs  7.00 µs  70.0 µs  63.0 µs  77.0 µs  76.9 µs  3
  No room for p75, p90, p95, p99.9.

RESOURCES
  Requests and resources
  CPU and memory of the machine are shares of all that it has; of processes,
  what they used themselves.
  server         requests  failed
  rpc_threaded          3       0
  http_threaded         4       1

ERRORS AND WARNINGS
  rpc_forking: did not start

  Errors
  server         kind             count  examples
  http_threaded  HttpStatusError      1  GET /ping: 500`,
  );
});

Deno.test("every section is there, in the order that all formats have", () => {
  assertEquals(formatConsoleReport(EVERYTHING).match(/^\S.*$/gm), [
    "BENCHMARK RESULTS",
    ...reportSections(runsOf(EVERYTHING)).map(({ title }) =>
      title.toUpperCase()
    ),
  ]);
});

Deno.test("without a terminal, all that the sections say is there", () => {
  const report = formatConsoleReport(EVERYTHING);
  for (const { lines, tables } of reportSections(runsOf(EVERYTHING))) {
    for (const line of lines) assertStringIncludes(report, line);
    for (const { columns, note = "", rows } of tables) {
      assertStringIncludes(report, note);
      for (const { name } of columns) assertStringIncludes(report, name);
      for (const row of rows) {
        const cells = row.map((cell) => RegExp.escape(cellText(cell)));
        assertMatch(report, new RegExp(`^ +${cells.join(" +")}$`, "m"));
      }
    }
  }
  assertEquals(report.includes("No room for"), false);
});

for (const width of [20, 40, 60, 80, 120, 200]) {
  Deno.test(`on a terminal of ${width} columns, no line is longer, and what matters is there`, () => {
    const report = formatConsoleReport(EVERYTHING, { width });
    for (const line of report.split("\n")) {
      assert(stringWidth(line) <= width, line);
    }
    const words = report.replaceAll(/\s+/g, " ");
    for (
      const fact of [
        "rpc_threaded",
        "40.0 k/s",
        "(1.14 ×)",
        "12",
        "3,200",
      ]
    ) assertStringIncludes(words, fact);
  });
}

Deno.test("columns give way to the width, those of detail first, and are named", () => {
  const latency = (width: number) => {
    const report = formatConsoleReport(
      documentOf({ a: { ...BARE, latency: around(80e-6) } }),
      { width },
    );
    const [, header, , missing] =
      report.match(/(server .*)\n(.*)\n *(No room for .*)?/) ?? [];
    return [header.replaceAll(/ {2,}/g, ", "), missing];
  };
  assertEquals(latency(120), [
    "server, mean, ± stdev, median, min, max, p75, p90, p95, p99, p99.9, n",
    undefined,
  ]);
  assertEquals(latency(80), [
    "server, mean, ± stdev, median, min, max, p99, p99.9, n",
    "No room for p75, p90, p95.",
  ]);
  assertEquals(latency(46), [
    "server, mean, median, p99, n",
    "No room for ± stdev, min, max, p75, p90,",
  ]);
});

Deno.test("where figures do not fit beside each other, a row becomes a block", () => {
  const report = formatConsoleReport(
    documentOf({ a: { ...BARE, latency: around(80e-6) } }),
    { width: 24 },
  );
  assertStringIncludes(
    report,
    `
  a
    mean 80.0 µs,
    median 80.0 µs,
    p99 87.8 µs, n 3
`,
  );
});

Deno.test("a value with its multiple wraps before anything that matters is left out", () => {
  const report = formatConsoleReport(
    documentOf({
      first_server: fullResult("a", 1),
      second_server: fullResult("b", 2),
    }, { floor: FLOOR }),
    { width: 64 },
  );
  assertMatch(
    report,
    /\n {2}Latency, median +70.0 µs +80.0 µs +160 µs\n +\(1.14 ×\) +\(2.29 ×\)\n/,
  );
});

Deno.test("columns stand below each other whatever the names' script", () => {
  const report = formatConsoleReport(documentOf({
    "サーバー": { ...BARE, latency: around(80e-6) },
    "e\u0301te\u0301": { ...BARE, latency: around(80e-6) },
    "👩‍💻": { ...BARE, latency: around(80e-6) },
  }));
  const rows = report.match(/^.*80.0 µs {2}8.00 µs.*$/gm) ?? [];
  assertEquals(rows.length, 3);
  assertEquals(new Set(rows.map((row) => stringWidth(row))).size, 1);
});

Deno.test("a terminal shows the beginning of long tables, and says so; a pipe gets all", () => {
  const sizes = Array.from({ length: 40 }, (_, i) => ({
    size: 1024 * (i + 1),
    upload: around(1e9),
  }));
  const document = documentOf({ a: { ...BARE, bandwidth_by_size: sizes } });
  const rows = (report: string) => report.match(/^ +a +upload/gm)?.length;
  const report = formatConsoleReport(document, { width: 120 });
  assertEquals(rows(report), 10);
  assertStringIncludes(report, "The first 10 of 40; the document has all.");
  assertEquals(rows(formatConsoleReport(document)), 40);
});

Deno.test("a terminal shows the main tables of a section of many, and says so", () => {
  const tables = Array.from({ length: 9 }, (_, i) => ({
    title: `table ${i}`,
    isDetail: i > 2,
    columns: [{ name: "row" }],
    rows: Array.from({ length: 11 }, (_, row) => [`row ${row}`]),
  }));
  const section = { id: "a", title: "A", lines: [], charts: [], tables };
  const drawn = (width: number) =>
    consoleSection(section, consolePage({ width })).join("\n");
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length;
  const all = drawn(Infinity);
  assertEquals([count(all, /table \d/g), count(all, /row \d/g)], [9, 99]);
  const shown = drawn(80);
  assertEquals([count(shown, /table \d/g), count(shown, /row \d/g)], [3, 15]);
  assertStringIncludes(
    shown,
    "6 tables of detail are left out; the document has all.",
  );
});

Deno.test("distributions and the seconds of a load run are drawn small", () => {
  const share = Array.from({ length: 101 }, (_, i) => i / 100);
  const report = formatConsoleReport(documentOf({
    a: {
      ...BARE,
      latency: {
        ...around(1),
        min: 0,
        p99: 0.99,
        // As many samples in each step: all bars are as high.
        distribution: share.map((it) => [it, it] as const),
      },
      load: [sampleLoad()],
    },
  }));
  assertMatch(report, /^ +a .* █{8}$/m);
  assertMatch(report, /^ +a +▂▃▄▅▅▆▇█ +100 \/s +800 \/s$/m);
  assertMatch(report, /^ +a, p99 +█▇▆▅▅▄▃▂ +1.00 ms +8.00 ms$/m);
});

Deno.test("colours are for headings, floors and failures, and only where they are asked for", () => {
  assertEquals(formatConsoleReport(EVERYTHING).includes(ESCAPE), false);
  const report = formatConsoleReport(EVERYTHING, { color: true });
  for (
    const styled of [
      `${ESCAPE}[1mSUMMARY${ESCAPE}[22m`,
      `${ESCAPE}[1m${ESCAPE}[31mERRORS AND WARNINGS`,
      `${ESCAPE}[90mfloor${ESCAPE}[39m`,
      `${ESCAPE}[90m70.0 µs${ESCAPE}[39m`,
      `${ESCAPE}[31m7${ESCAPE}[39m`,
      `${ESCAPE}[31m12${ESCAPE}[39m`,
    ]
  ) assertStringIncludes(report, styled);
  assertEquals(report.includes(`${ESCAPE}[31m0`), false);
  // Colours take no room.
  const plain = formatConsoleReport(EVERYTHING, { width: 70 });
  const colored = formatConsoleReport(EVERYTHING, { width: 70, color: true });
  // deno-lint-ignore no-control-regex
  assertEquals(colored.replaceAll(/\u001b\[\d+m/g, ""), plain);
});

Deno.test("what others wrote can neither colour the report, nor break its lines, nor turn them round", () => {
  const hostile =
    `${ESCAPE}[31mred${ESCAPE}]0;title\u0007\r\n\u009b2J\u202eback`;
  const report = formatConsoleReport(
    documentOf({
      [hostile]: {
        ...BARE,
        latency: around(1),
        metadata: {
          errors: [{ kind: hostile, count: 2, examples: [hostile, "third"] }],
        },
      },
    }, {
      cpu_model: hostile,
      config: { [hostile]: hostile },
      warnings: [`did not start:\n${hostile}`],
    }),
    { width: 100 },
  );
  assertEquals(report.replaceAll("\n", "").match(/\p{Cc}|\u202e/gu), null);
  assertMatch(report, /^ {2}red back +red back +2 +red back; third$/m);
  assertMatch(report, /^ {2}did not start:\n {2}red\n {2}back$/m);
});

Deno.test("a section that has nothing to say has no heading", () => {
  const report = formatConsoleReport(documentOf({ program: BARE }));
  assertEquals(report.match(/^\S.*$/gm), [
    "BENCHMARK RESULTS",
    "MACHINE AND OPTIONS",
    "RESOURCES",
  ]);
});

Deno.test("several runs stand beside each other, with their floors", () => {
  const document = documentOf({ a: fullResult("a", 1) }, { floor: FLOOR });
  const report = formatConsoleReport(
    runsNamed({ before: document, after: document }),
    { color: true },
  );
  for (const row of ["a, before  ", "a, after  ", "[90mfloor, before"]) {
    assertStringIncludes(report, row);
  }
});

Deno.test("a run that measured nothing still says where, when and why", () => {
  const report = formatConsoleReport(
    documentOf({}, { warnings: ["floor: no", "rpc_threaded: no"] }),
  );
  assertStringIncludes(report, "2 × Test CPU");
  assertEquals(report.split("\n").slice(-4), [
    "",
    "ERRORS AND WARNINGS",
    "  floor: no",
    "  rpc_threaded: no",
  ]);
});

Deno.test("long texts and long tables are drawn in time that grows as they do", () => {
  const text = "the connection was lost ".repeat(400).trim();
  const rows = Array.from(
    { length: 5000 },
    (_, i) => [`row ${i}`, i < 10 ? text : ""],
  );
  const section = {
    id: "long",
    title: "Long",
    lines: [],
    charts: [],
    tables: [{ title: "Texts", columns: columnsNamed("name", "text"), rows }],
  };
  const drawn = (width: number) =>
    consoleSection(section, consolePage({ width }));
  const lost = (lines: readonly string[]) =>
    lines.join("\n").match(/\blost\b/g)?.length;
  const onTerminal = drawn(100);
  assert(onTerminal.every((line) => stringWidth(line) <= 100));
  assertEquals(lost(onTerminal), 10 * 400);
  const inPipe = drawn(Infinity);
  assertEquals(lost(inPipe), 10 * 400);
  assertStringIncludes(inPipe.at(-1) ?? "", "row 4999");
});

Deno.test("the seconds of a run of days are drawn small", () => {
  const report = formatConsoleReport(documentOf({
    a: {
      ...BARE,
      load: [sampleLoad({
        series: Array.from({ length: 300_000 }, (_, at) => ({
          at,
          duration: 1,
          rate: 1000 + at % 7,
          errors: 0,
        })),
      })],
    },
  }));
  assertMatch(report, /a +[▁-█]{32} +1.00 k\/s +1.01 k\/s/);
});

Deno.test("nothing is a multiple of a floor of zero", () => {
  assertEquals(
    cellText({ value: 0, quantity: "rate", multiple: 0 / 0 }),
    "0.00 /s",
  );
  assertEquals(
    cellText({ value: 5, quantity: "rate", multiple: 5 / 0 }),
    "5.00 /s",
  );
});
