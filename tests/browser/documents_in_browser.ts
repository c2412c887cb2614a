import { assert, assertEquals } from "@std/assert";
import { type ResultDocument, summarize } from "../../benchmarks/mod.ts";
import { formatHtmlReport } from "../../reports/html/html_report.ts";
import { pageHtml } from "../../reports/html/page_html.ts";
import { reportSections } from "../../reports/report_sections.ts";
import { type Run, runsOf } from "../../reports/run.ts";
import {
  BARE,
  documentOf,
  FLOOR,
  fullResult,
  META,
} from "../reports/_sample_document.ts";
import {
  BARS,
  BOXES,
  FLAMES,
  HEAT_MAP,
  LINES,
} from "../reports/html/_sample_charts.ts";
import { drawnCharts } from "./_drawn_charts.ts";
import { type OpenReport, ReportBrowser } from "./_report_browser.ts";

const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

const FULL = documentOf({
  rpc_threaded: fullResult("rpc_threaded", 1),
  rpc_forking: fullResult("rpc_forking", 4),
  http_threaded: fullResult("http_threaded", 2.5),
}, { floor: FLOOR });

/** What would do harm in HTML, in Plotly's pseudo-HTML, or in its templates. */
const HOSTILE =
  `</script><script>alert(1)</script><b>&lt;%{y}<a href="javascript:alert(2)">`;

const ONE = summarize([1e-3]);

/** Documents that a report should survive. */
const DOCUMENTS: Readonly<Record<string, ResultDocument>> = {
  "a full run": FULL,
  "an interrupted run": documentOf(
    { rpc_threaded: { ...BARE, connection_time: ONE } },
    { warnings: ["The run was interrupted: what follows is what it has."] },
  ),
  "a run with a server missing": documentOf(
    { http_threaded: fullResult("http_threaded", 1) },
    { floor: FLOOR },
  ),
  "a run with one sample": documentOf({
    rpc_threaded: { ...BARE, latency: ONE, connection_time: ONE },
  }),
  "a run with 5,000 errors": documentOf({
    rpc_threaded: {
      ...fullResult("rpc_threaded", 1),
      failed_requests: 15_000,
      metadata: {
        errors: Array.from({ length: 5000 }, (_, i) => ({
          kind: `Error${i}`,
          count: 3,
          examples: [`failed for the ${i}th reason`],
        })),
      },
    },
  }),
  "a run with hostile names": documentOf({
    [HOSTILE]: {
      ...fullResult(HOSTILE, 1),
      metadata: { errors: [{ kind: HOSTILE, count: 1, examples: [HOSTILE] }] },
    },
  }, {
    ...{ floor: FLOOR, cpu_model: HOSTILE, started_at: HOSTILE },
    warnings: [HOSTILE],
    config: { [HOSTILE]: HOSTILE },
  }),
  "an empty document": { meta: META },
};

Deno.test("in a browser, a report is drawn of", async (t) => {
  await using browser = await ReportBrowser.start();

  for (const [what, document] of Object.entries(DOCUMENTS)) {
    await t.step(what, async () => {
      await using report = await browser.open(
        await formatHtmlReport(document),
        PHONE,
      );
      await assertWhole(report, runsOf(document));
    });
  }

  await t.step("several runs", async () => {
    const runs = ["before", "after", "elsewhere"].map((name): Run => ({
      name,
      document: FULL,
      source: new TextEncoder().encode(name),
    }));
    await using report = await browser.open(
      await formatHtmlReport(runs),
      PHONE,
    );
    await assertWhole(report, runs);
    assertEquals(
      await report.page.locator("header h2").allTextContents(),
      ["before", "after", "elsewhere"],
    );
  });

  await t.step(
    "nothing, zeros, and the largest and smallest numbers",
    async () => {
      const zeros = {
        min: 0,
        p25: 0,
        median: 0,
        p75: 0,
        p99: 0,
        max: 0,
        mean: 0,
      };
      const [line] = LINES.lines;
      const page = await pageHtml(runsOf(FULL), [{
        id: "odd",
        title: "Odd charts",
        lines: [],
        charts: [
          { ...LINES, id: "no_lines", lines: [] },
          { ...LINES, id: "no_points", lines: [{ ...line, points: [] }] },
          {
            ...LINES,
            id: "zeros",
            lines: [{
              ...line,
              points: [{ x: 1, y: 0, low: 0, high: 0 }, { x: 2, y: 1, low: 0 }],
            }],
          },
          {
            ...LINES,
            id: "extremes",
            lines: [{
              ...line,
              points: [{ x: 1, y: 5e-324 }, { x: 1e308, y: 1e308 }],
            }],
          },
          { ...BARS, id: "no_bars", categories: [], series: [] },
          { ...BOXES, id: "no_boxes", boxes: [] },
          {
            ...BOXES,
            id: "zero_boxes",
            boxes: BOXES.boxes.map((box) => ({ ...box, ...zeros })),
          },
          { ...HEAT_MAP, id: "no_cells", columns: [], rows: [], values: [] },
          { ...HEAT_MAP, id: "unknown_cells", values: [[], [], []] },
          { ...FLAMES, id: "no_flames", flames: [] },
        ],
        tables: [{ title: "No rows", columns: [{ name: "what" }], rows: [] }],
      }]);
      await using report = await browser.open(page);
      assertEquals((await drawnCharts(report.page)).size, 10);
    },
  );

  await t.step("charts with hostile names, to the letter", async () => {
    const subject = { name: HOSTILE };
    const page = await pageHtml(runsOf(FULL), [{
      id: "hostile",
      title: HOSTILE,
      lines: [HOSTILE],
      charts: [
        {
          ...LINES,
          title: HOSTILE,
          note: HOSTILE,
          x: { ...LINES.x, title: HOSTILE },
          lines: LINES.lines.map((line) => ({ ...line, ...subject })),
        },
        {
          ...BARS,
          categories: [HOSTILE, "$x$"],
          series: BARS.series.map((series) => ({ ...series, ...subject })),
        },
        { ...BOXES, boxes: BOXES.boxes.map((box) => ({ ...box, ...subject })) },
        { ...HEAT_MAP, columns: Array(3).fill(HOSTILE) },
        {
          ...FLAMES,
          flames: FLAMES.flames.map((flame) => ({
            ...flame,
            ...subject,
            place: HOSTILE,
            origin: HOSTILE,
          })),
        },
      ],
      tables: [{ title: HOSTILE, columns: [subject], rows: [[HOSTILE]] }],
    }]);
    await using report = await browser.open(page);
    assertEquals(await report.page.locator(".plot a, .plot b").count(), 0);
    for (const { id, legend } of (await drawnCharts(report.page)).values()) {
      const shown = legend.filter((name) => name !== "floor");
      assert(
        shown.every((name) => HOSTILE.startsWith(name.slice(0, -1))),
        `${id}: ${shown}`,
      );
    }
    const chart = report.page.locator(`#chart-${LINES.id} .plot`);
    await chart.locator(".point").first().hover({ force: true });
    assertEquals(
      await chart.locator(".hovertext").textContent(),
      `${HOSTILE}64 B: 80 µs (75 µs to 99 µs)`,
    );
  });
});

/** All sections and charts of the runs are there, and nothing is wider than the screen. */
async function assertWhole(
  { page }: OpenReport,
  runs: readonly Run[],
): Promise<void> {
  const sections = reportSections(runs);
  assertEquals(
    await page.locator("main section > h2").allTextContents(),
    sections.map(({ title }) => title),
  );
  const charts = await drawnCharts(page);
  assertEquals(
    [...charts.keys()],
    sections.flatMap((section) => section.charts.map(({ id }) => id)),
  );
  for (const { id, shown, traces } of charts.values()) {
    assert(shown === traces.length && shown > 0, id);
  }
  assertEquals(
    await page.evaluate(() => document.scrollingElement?.scrollWidth),
    390,
  );
}
