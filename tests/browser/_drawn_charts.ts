import type { Page } from "playwright-core";

/** What a page has of a chart: as much as tests look at. */
export interface DrawnTrace {
  readonly name: string;
  readonly type: string;
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  readonly z?: readonly (readonly (number | null)[])[];
  readonly base?: readonly number[];
  readonly median?: readonly number[];
  readonly q1?: readonly number[];
  readonly q3?: readonly number[];
  readonly lowerfence?: readonly number[];
  readonly upperfence?: readonly number[];
  readonly line?: { readonly color: string; readonly dash: string };
  readonly marker?: { readonly color: string };
  readonly text?: readonly string[];
  readonly selectedpoints?: readonly number[];
}

/** A chart of a page. */
export interface DrawnChart {
  /** The chart's id. */
  readonly id: string;
  /** What Plotly was given. */
  readonly traces: readonly DrawnTrace[];
  /** How many of them Plotly shows. */
  readonly shown: number;
  /** What the vertical axis says. */
  readonly ticks: readonly string[];
  /** What is seen of the horizontal axis. */
  readonly range: readonly number[];
  /** What the legend says. */
  readonly legend: readonly string[];
}

/** All charts of a page, read back from Plotly and from what it drew. */
export async function drawnCharts(
  page: Page,
): Promise<ReadonlyMap<string, DrawnChart>> {
  const charts = await page.evaluate(() => {
    type Box = HTMLElement & {
      readonly data: readonly DrawnTrace[];
      readonly layout: { readonly xaxis: { readonly range: number[] } };
      readonly calcdata: readonly unknown[];
    };
    const texts = (box: Element, selector: string) =>
      [...box.querySelectorAll(selector)].map(({ textContent }) =>
        textContent ?? ""
      );
    return [...document.querySelectorAll<Box>(".plot")].map((box) => ({
      id: box.dataset.chart ?? "",
      traces: JSON.parse(JSON.stringify(box.data)),
      shown: box.calcdata.length,
      range: box.layout.xaxis.range,
      ticks: texts(box, ".ytick text"),
      legend: texts(box, ".legendtext"),
    }));
  });
  return new Map(charts.map((chart) => [chart.id, chart]));
}
