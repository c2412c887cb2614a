import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatHtmlReport } from "../../reports/html/html_report.ts";
import { pageHtml } from "../../reports/html/page_html.ts";
import { PALETTES } from "../../reports/palette.ts";
import { runsOf } from "../../reports/run.ts";
import { documentOf, FLOOR, fullResult } from "../reports/_sample_document.ts";
import {
  BARS,
  BOXES,
  FLAMES,
  HEAT_MAP,
  LINES,
  PERCENTILES,
  SERIES,
} from "../reports/html/_sample_charts.ts";
import { SAMPLE_SECTIONS } from "../reports/html/_sample_sections.ts";
import { drawnCharts } from "./_drawn_charts.ts";
import { ReportBrowser } from "./_report_browser.ts";

const DOCUMENT = documentOf({
  rpc_threaded: fullResult("rpc_threaded", 1),
  http_threaded: fullResult("http_threaded", 2.5),
}, { floor: FLOOR });
const SAMPLE = await pageHtml(runsOf(DOCUMENT), SAMPLE_SECTIONS);

Deno.test("in a browser, a report", async (t) => {
  await using browser = await ReportBrowser.start();

  await t.step("draws each chart with all of its values", async () => {
    await using report = await browser.open(SAMPLE);
    const charts = await drawnCharts(report.page);
    assertEquals(
      [...charts].map(([id, { traces, shown }]) => [id, traces.length, shown]),
      [
        [LINES.id, 3, 3],
        [PERCENTILES.id, 4, 4],
        [SERIES.id, 2, 2],
        [BARS.id, 3, 3],
        // With one trace for the greatest samples of all boxes.
        [BOXES.id, 4, 4],
        [HEAT_MAP.id, 1, 1],
        [FLAMES.id, 2, 2],
      ],
    );

    const lines = charts.get(LINES.id)?.traces ?? [];
    assertEquals(
      lines.map(({ name, x, y }) => ({ name, x, y })),
      LINES.lines.map(({ name, points }) => ({
        name,
        x: points.map(({ x }) => x),
        y: points.map(({ y }) => y),
      })),
    );

    const percentiles = charts.get(PERCENTILES.id)?.traces ?? [];
    assertEquals(
      percentiles[0].x.map((x) => x?.toFixed(3)),
      ["0.000", "0.301", "0.602", "1.000", "1.301", "2.000", "3.000", "4.000"],
    );
    assertEquals(
      percentiles.slice(2).map(({ name, y }) => [name, ...new Set(y)]),
      PERCENTILES.floors.map(({ name, value }) => [name, value]),
    );

    const series = charts.get(SERIES.id)?.traces ?? [];
    assert(series.every(({ y }) => y.length === 600 && y.includes(0.25)));

    assertEquals(
      charts.get(BARS.id)?.traces.slice(0, 2).map(({ y }) => y),
      [[10_400, 101_000], [5200, null]],
    );

    const [box, forking, greatest] = charts.get(BOXES.id)?.traces ?? [];
    const [threaded] = BOXES.boxes;
    assertEquals(
      [box.lowerfence, box.q1, box.median, box.q3, box.upperfence],
      [
        [threaded.min],
        [threaded.p25],
        [threaded.median],
        [threaded.p75],
        [threaded.p99],
      ],
    );
    assertEquals(forking.q1, forking.median);
    assertEquals(greatest.y, BOXES.boxes.map(({ max }) => max));

    assertEquals(
      charts.get(HEAT_MAP.id)?.traces[0].z,
      [[1, 1, 1], [1.3, 1.25, null], [2.2, 4, 3]],
    );

    const [rpcbench, program] = charts.get(FLAMES.id)?.traces ?? [];
    assertEquals([program.name, program.base, program.x], ["program", [0], [
      1,
    ]]);
    assertEquals(rpcbench.base, [0, 0.1, 0.6, 0.6]);
    assertEquals(rpcbench.x, [0.6, 0.3, 0.3, 0.2]);
  });

  await t.step("has the field's units on its axes", async () => {
    await using report = await browser.open(SAMPLE);
    const charts = await drawnCharts(report.page);
    assert(charts.get(LINES.id)?.ticks.includes("100 µs"));
    assert(charts.get(BARS.id)?.ticks.includes("100 k/s"));
    assert(charts.get(BOXES.id)?.ticks.includes("1 ms"));
  });

  await t.step("says what a reader points at", async () => {
    await using report = await browser.open(SAMPLE);
    const chart = report.page.locator(`#chart-${LINES.id} .plot`);
    await chart.scrollIntoViewIfNeeded();
    await chart.locator(".trace").first().locator(".point").first().hover({
      force: true,
    });
    const label = chart.locator(".hovertext");
    assertEquals(
      await label.textContent(),
      "rpc_threaded64 B: 80 µs (75 µs to 99 µs)",
    );
  });

  await t.step("has ticks where a reader zooms in", async () => {
    await using report = await browser.open(SAMPLE);
    await report.page.evaluate(async () => {
      const { Plotly } = globalThis as unknown as {
        Plotly: { relayout(box: Element | null, change: unknown): unknown };
      };
      const box = document.querySelector("[data-chart=load_series]");
      await Plotly.relayout(box, {
        "xaxis.range": [1230, 1240],
        "yaxis.range": [0, 0.002],
      });
    });
    await report.page.waitForFunction(() =>
      [...document.querySelectorAll("[data-chart=load_series] .ytick text")]
        .some(({ textContent }) => textContent === "500 µs")
    );
  });

  await t.step("sorts tables by value, empty cells last", async () => {
    await using report = await browser.open(SAMPLE);
    const table = report.page.locator("#latency table");
    const names = () => table.locator("tbody td:first-child").allTextContents();
    const median = table.getByRole("button", { name: "median" });

    await median.click();
    assertEquals(await names(), [
      "rpc_threaded",
      "http_threaded",
      "rpc_forking",
    ]);
    await median.click();
    assertEquals(await names(), [
      "http_threaded",
      "rpc_threaded",
      "rpc_forking",
    ]);
    assertEquals(
      await table.locator("th[aria-sort=descending]").allTextContents(),
      ["median"],
    );

    await table.getByRole("button", { name: "requests" }).focus();
    await report.page.keyboard.press("Enter");
    assertEquals(await names(), [
      "http_threaded",
      "rpc_forking",
      "rpc_threaded",
    ]);
    await table.getByRole("button", { name: "server" }).click();
    assertEquals(await names(), [
      "http_threaded",
      "rpc_forking",
      "rpc_threaded",
    ]);
  });

  await t.step(
    "shows the first rows of a long table, and all on demand",
    async () => {
      await using report = await browser.open(SAMPLE);
      const rows = report.page.locator("#rest tbody tr");
      const shown = () =>
        rows.evaluateAll((all) =>
          all.filter((row) => row.getClientRects().length > 0).length
        );
      assertEquals(await shown(), 20);
      await report.page.locator("#rest").getByRole("button", { name: "value" })
        .click();
      assertEquals(await rows.first().locator("td").last().textContent(), "0");
      await report.page.getByRole("button", { name: "Show all 500 rows" })
        .click();
      assertEquals(await shown(), 500);
    },
  );

  await t.step("gives back the documents, byte for byte", async () => {
    const source = crypto.getRandomValues(new Uint8Array(60_000));
    const page = await formatHtmlReport([
      { name: "runs/before.json", document: DOCUMENT, source },
      { ...runsOf(DOCUMENT)[0], name: "after" },
    ]);
    await using report = await browser.open(page);
    for (
      const [name, bytes] of [
        ["before.json", source],
        ["after.json", runsOf(DOCUMENT)[0].source],
      ] as const
    ) {
      const [download] = await Promise.all([
        report.page.waitForEvent("download"),
        report.page.locator(`[data-file="${name}"]`).click(),
      ]);
      assertEquals(download.suggestedFilename(), name);
      assertEquals(
        new Uint8Array(await Deno.readFile(await download.path())),
        bytes,
      );
    }
  });

  await t.step("follows the system from light to dark", async () => {
    await using report = await browser.open(SAMPLE, { colorScheme: "light" });
    const colors = async () => {
      const charts = await drawnCharts(report.page);
      const background = await report.page.evaluate(() =>
        getComputedStyle(document.body).backgroundColor
      );
      return {
        background,
        lines: charts.get(LINES.id)?.traces.map(({ line }) => line?.color),
        drawn: await report.page.locator(`#chart-${LINES.id} .js-line`).first()
          .evaluate((line) => getComputedStyle(line).stroke),
      };
    };
    const expected = (theme: "light" | "dark") => {
      const { background, floor, series } = PALETTES[theme];
      return {
        background: rgb(background),
        lines: [series[0], series[1], floor],
        drawn: rgb(series[0]),
      };
    };
    assertEquals(await colors(), expected("light"));
    await report.page.emulateMedia({ colorScheme: "dark" });
    await report.page.waitForFunction(
      ([id, color]) =>
        document.querySelector(`#chart-${id} .js-line`)?.getAttribute("style")
          ?.includes(color),
      [LINES.id, rgb(PALETTES.dark.series[0])],
    );
    assertEquals(await colors(), expected("dark"));
  });

  await t.step("tells runs apart without colours", async () => {
    await using report = await browser.open(SAMPLE);
    const charts = await drawnCharts(report.page);
    const [before, after] = charts.get(PERCENTILES.id)?.traces ?? [];
    assertEquals(before.line?.color, after.line?.color);
    assertEquals(before.line?.dash, "solid");
    assert(after.line?.dash !== "solid");
  });

  await t.step("fits a phone", async () => {
    await using report = await browser.open(SAMPLE, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    const width = await report.page.evaluate(() =>
      document.scrollingElement?.scrollWidth
    );
    assertEquals(width, 390);
  });

  await t.step(
    "is printed in light colours, with all rows and details",
    async () => {
      await using report = await browser.open(
        await formatHtmlReport(DOCUMENT),
        { colorScheme: "dark", viewport: { width: 700, height: 900 } },
      );
      await report.page.emulateMedia({ media: "print" });
      const seen = await report.page.evaluate(() => ({
        background: getComputedStyle(document.body).backgroundColor,
        widths: [...document.querySelectorAll(".main-svg")].map((chart) =>
          chart.getBoundingClientRect().width
        ),
        folded:
          [...document.querySelectorAll("details table")].filter((table) =>
            !table.checkVisibility({ contentVisibilityAuto: true })
          ).length,
        buttons: [...document.querySelectorAll("button.download")].filter((
          button,
        ) => button.checkVisibility()).length,
      }));
      assertEquals(seen.background, rgb(PALETTES.light.background));
      assert(seen.widths.length > 0 && seen.widths.every((it) => it <= 700));
      assertEquals([seen.folded, seen.buttons], [0, 0]);
      const pages = await report.page.pdf({ format: "A4" });
      assertStringIncludes(pages.subarray(0, 5).toString(), "%PDF");
    },
  );

  await t.step("can be used with a keyboard alone", async () => {
    await using report = await browser.open(SAMPLE);
    const { page } = report;
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement;
        const { outlineStyle } = getComputedStyle(element ?? document.body);
        return [element?.textContent?.trim(), outlineStyle];
      });
    await page.keyboard.press("Tab");
    assertEquals(await focused(), ["Skip to the report", "solid"]);
    await page.keyboard.press("Enter");
    assertEquals(
      await page.evaluate(() => document.activeElement?.id),
      "report",
    );
    await page.keyboard.press("Tab");
    const [text, outline] = await focused();
    assertEquals(outline, "solid", text);
  });

  await t.step("finds functions in a flame graph", async () => {
    await using report = await browser.open(SAMPLE);
    const { page } = report;
    const figure = page.locator(`#chart-${FLAMES.id}`);
    const flames = async () => (await drawnCharts(page)).get(FLAMES.id);
    await figure.getByRole("searchbox").fill("WRITE");
    assertEquals(
      await figure.locator("output").textContent(),
      "2 found, 50 % of the time",
    );
    assertEquals(
      (await flames())?.traces.map(({ selectedpoints }) => selectedpoints),
      [[1, 3], []],
    );
    const named = (await flames())?.traces.map(({ text = [] }) =>
      text.flatMap((name, i) => name === "" ? [] : [i])
    );
    assertEquals(named?.flat().every((i) => i === 1 || i === 3), true);
    assertEquals(named?.[1], []);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      document.querySelectorAll("[data-chart=cpu_profile] .xtick").length > 1
    );
    assertEquals((await flames())?.range, [0.1, 0.4]);
    await figure.getByRole("button", { name: "Show all" }).click();
    assertEquals((await flames())?.range, [0, 1]);
    assertEquals(await figure.locator("output").textContent(), "");
    await figure.locator(".point").first().click({ force: true });
    assertEquals((await flames())?.range, [0, 0.6]);
    await page.mouse.move(0, 0);
    await figure.locator(".point").first().hover({ force: true });
    assertEquals(
      await figure.locator(".hovertext").textContent(),
      "encodecodec.ts:10in all 600 ms (60 %), itself 300 ms (30 %)",
    );
  });

  await t.step("asks nothing of a server that it comes from", async () => {
    const asked: string[] = [];
    await using server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      ({ url }) => {
        asked.push(new URL(url).pathname);
        return new Response(SAMPLE, {
          headers: { "content-type": "text/html" },
        });
      },
    );
    const address = `http://127.0.0.1:${server.addr.port}/report`;
    await using _report = await browser.openAddress(address);
    assertEquals(asked, ["/report"]);
  });

  await t.step("describes each chart to those who do not see it", async () => {
    await using report = await browser.open(SAMPLE);
    const names = await report.page.getByRole("img", { name: "Line chart" })
      .evaluateAll((all) => all.map((it) => it.getAttribute("aria-label")));
    assertStringIncludes(names[0] ?? "", "rpc_threaded: 80 µs at 64 B");
  });
});

/** As browsers write `#rrggbb`. */
function rgb(color: string): string {
  const parts = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return `rgb(${parts.join(", ")})`;
}
