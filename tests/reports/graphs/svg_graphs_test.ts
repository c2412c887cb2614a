import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { describeChart } from "../../../reports/chart_description.ts";
import { formatSvg } from "../../../reports/mod.ts";
import type { LineChart } from "../../../reports/mod.ts";
import { PALETTES } from "../../../reports/palette.ts";
import { BARS, BOXES, LINES, PERCENTILES } from "../html/_sample_charts.ts";
import { numbersOf, type Picture, pictureOf, textOf } from "./_picture.ts";

const { floor, series } = PALETTES.light;

/** A pixel is what a reader cannot see. */
const PIXEL = 1;

/** A chart of one line. */
function lineChart(points: LineChart["lines"][number]["points"]): LineChart {
  return {
    kind: "lines",
    id: "sample",
    title: "Sample",
    x: { title: "payload", quantity: "bytes", scale: "log" },
    y: { title: "latency", quantity: "duration", scale: "log" },
    floors: [],
    lines: [{ name: "rpc_threaded", serverIndex: 0, runIndex: 0, points }],
  };
}

/** Where values stand from top to bottom, by two ticks of a logarithmic axis. */
function heightsByTicks(
  picture: Picture,
  ...[first, second]: readonly (readonly [text: string, value: number])[]
): (value: number) => number {
  const [low, high] = [first, second].map(([text]) => textOf(picture, text).y);
  return (value) =>
    low + (high - low) * Math.log(value / first[1]) /
      Math.log(second[1] / first[1]);
}

/** What the picture says of itself, to those who do not see it. */
function labelOf({ root }: Picture): string[] {
  const ids = root.getAttribute("aria-labelledby")?.split(" ") ?? [];
  const elements = [...root.getElementsByTagName("*")];
  return ids.map((id) =>
    elements.find((it) => it.getAttribute("id") === id)?.textContent ?? ""
  );
}

Deno.test("points of a line stand where their values belong between the ticks", async () => {
  const picture = pictureOf(await formatSvg(LINES));
  const heightOf = heightsByTicks(picture, ["100 µs", 1e-4], ["500 µs", 5e-4]);
  for (const [i, { points }] of LINES.lines.slice(0, 2).entries()) {
    const marks = picture.paths.filter(({ fill, isMark }) =>
      isMark && fill === series[i]
    );
    assertEquals(marks.length, points.length);
    for (const [j, { y }] of points.entries()) {
      assertAlmostEquals(marks[j].y, heightOf(y), PIXEL);
      const tick = ["64 B", "1 KiB", "16 KiB", "256 KiB"][j];
      assertAlmostEquals(marks[j].x, textOf(picture, tick).x, PIXEL);
    }
  }
});

Deno.test("a line's spread is drawn from end to end", async () => {
  const picture = pictureOf(await formatSvg(LINES));
  const heightOf = heightsByTicks(picture, ["100 µs", 1e-4], ["500 µs", 5e-4]);
  const [{ low = 0, high = 0 }] = LINES.lines[0].points;
  const bars = picture.paths.filter(({ shape, stroke }) =>
    stroke === series[0] && shape.split("M").length === 4
  );
  assertEquals(bars.length, LINES.lines[0].points.length);
  const [, top] = numbersOf(bars[0]);
  assertAlmostEquals(top, heightOf(high), PIXEL);
  assertAlmostEquals(numbersOf(bars[0]).at(-1) ?? 0, heightOf(low), PIXEL);
});

Deno.test("a bar's spread goes as far down as up", async () => {
  const picture = pictureOf(await formatSvg(BARS));
  const [zero, most] = ["0", "100 k/s"].map((it) => textOf(picture, it).y);
  const heightOf = (value: number) => zero + (most - zero) * value / 100_000;
  const spreads = picture.paths.filter(({ shape, stroke }) =>
    stroke === PALETTES.light.text && shape.split("M").length === 4
  ).map(numbersOf);
  assertEquals(spreads.length, 2);
  assertAlmostEquals(spreads[1][1], heightOf(105_000), PIXEL);
  assertAlmostEquals(spreads[1].at(-1) ?? 0, heightOf(97_000), PIXEL);
});

Deno.test("shares stand a nine apart", async () => {
  const picture = pictureOf(await formatSvg(PERCENTILES));
  const [none, ...nines] = ["0", "90 %", "99 %", "99.9 %", "99.99 %"]
    .map((text) => textOf(picture, text).x);
  const step = nines[0] - none;
  nines.forEach((x, i) => assertAlmostEquals(x, none + (i + 1) * step, PIXEL));
});

Deno.test("runs of a server share its colour and differ in dashes", async () => {
  const { paths } = pictureOf(await formatSvg(PERCENTILES));
  const curves = paths.filter(({ shape, stroke }) =>
    stroke === series[0] && shape.split("L").length > 3
  );
  assertEquals(curves.length, 2);
  assertEquals(curves[0].dashes, null);
  assert(curves[1].dashes !== null);
});

Deno.test("a floor is a dashed grey line across the graph, and has a name", async () => {
  const picture = pictureOf(await formatSvg(BOXES));
  const heightOf = heightsByTicks(picture, ["1 ms", 1e-3], ["10 ms", 1e-2]);
  const [line] = picture.paths.filter(({ shape, stroke, x }) =>
    stroke === floor && shape !== "" && x === 0
  );
  const [left, y, right] = numbersOf(line);
  assertAlmostEquals(y, heightOf(BOXES.floors[0].value), PIXEL);
  assert(right - left > 700, "it does not go across");
  assert(line.dashes !== null);
  textOf(picture, "floor");
});

Deno.test("a box stands where its numbers belong", async () => {
  const picture = pictureOf(await formatSvg(BOXES));
  const heightOf = heightsByTicks(picture, ["1 ms", 1e-3], ["10 ms", 1e-2]);
  for (const box of BOXES.boxes) {
    const color = series[box.serverIndex];
    const [outline] = picture.paths.filter(({ shape, stroke }) =>
      stroke === color && shape.split("M").length === 7
    );
    const numbers = numbersOf(outline);
    const p25 = box.p25 ?? box.median;
    for (const value of [box.min, p25, box.median, box.p75, box.p99]) {
      assert(
        numbers.some((y) => Math.abs(y - heightOf(value)) <= PIXEL),
        `nothing of ${box.name} is at ${value}`,
      );
    }
    const [max] = picture.paths.filter(({ fill, isMark }) =>
      isMark && fill === color
    );
    assertAlmostEquals(max.y, heightOf(box.max), PIXEL);
    textOf(picture, box.name);
  }
});

Deno.test("bars are as high as their values, and missing ones are not there", async () => {
  const picture = pictureOf(await formatSvg(BARS));
  const [zero, most] = ["0", "100 k/s"].map((it) => textOf(picture, it).y);
  for (const { serverIndex, values } of BARS.series) {
    const tops = picture.paths
      .filter(({ shape, stroke, x }) =>
        stroke === series[serverIndex] && x === 0 && shape.endsWith("Z")
      )
      .map(numbersOf)
      .map(([, bottom, , , , height]) => bottom + height);
    const measured = values.filter((value) => value !== undefined);
    assertEquals(tops.length, measured.length);
    measured.forEach((value, i) =>
      assertAlmostEquals(
        tops[i],
        zero + (most - zero) * value / 100_000,
        2 * PIXEL,
      )
    );
  }
});

Deno.test("the legend names each line once", async () => {
  const picture = pictureOf(await formatSvg(LINES));
  for (const { name } of LINES.lines) textOf(picture, name);
});

Deno.test("the second of a server's lines is thinner, with hollow marks", async () => {
  const [line] = LINES.lines;
  const { paths } = pictureOf(
    await formatSvg({
      ...LINES,
      lines: [{ ...line, points: [{ x: 64, y: 1e-4 }], variant: 1 }],
    }),
  );
  const [mark] = paths.filter(({ isMark }) => isMark);
  assertEquals(mark.stroke, series[0]);
  assertEquals(mark.fill, PALETTES.light.background);
});

Deno.test("a graph says what it shows to those who do not see it", async () => {
  const picture = pictureOf(await formatSvg(LINES));
  assertEquals(picture.root.getAttribute("role"), "img");
  assertEquals(labelOf(picture), [LINES.title, describeChart(LINES)]);
});

Deno.test("a graph has a background of its own", async () => {
  const { root } = pictureOf(await formatSvg(LINES));
  const [rectangle] = root.getElementsByTagName("rect");
  assertEquals(rectangle.getAttribute("fill"), "#ffffff");
  assertEquals(
    [rectangle.getAttribute("width"), rectangle.getAttribute("height")],
    [root.getAttribute("width"), root.getAttribute("height")],
  );
});

Deno.test("a graph needs no scripts, styles or other files", async () => {
  for (const chart of [LINES, PERCENTILES, BARS, BOXES]) {
    const svg = await formatSvg(chart);
    assertEquals(
      svg.match(/<script|<style|<image|href|\bon\w+=|@import/),
      null,
    );
    assertEquals(svg.match(/url\((?!#)/), null);
  }
});

Deno.test("names from elsewhere are text, whatever they hold", async () => {
  const name = `<script>alert("1")</script>&lt;]]> class="x" url(#zr0-c0)`;
  const picture = pictureOf(
    await formatSvg({
      ...LINES,
      id: `"><script>`,
      title: name,
      note: name,
      x: { ...LINES.x, title: name },
      floors: [{ name: `${name}\0\x1b[31m\ud800`, runIndex: 0, value: 1e-4 }],
      lines: LINES.lines.map((line) => ({ ...line, name: "{a|b} {value}" })),
    }),
  );
  assertEquals([...picture.root.getElementsByTagName("script")], []);
  const texts = picture.texts.map(({ text }) => text);
  assert(texts.includes(name), "the title is not as it was");
  assertEquals(texts.filter((text) => text === "{a|b} {value}").length, 3);
});

Deno.test("long names are cut, and do not leave the picture", async () => {
  const name = "rpc_".repeat(100);
  const { root, texts } = pictureOf(
    await formatSvg({
      ...LINES,
      lines: LINES.lines.map((line) => ({ ...line, name })),
    }),
  );
  const entries = texts.filter(({ text }) => text.startsWith("rpc_rpc_"));
  assertEquals(entries.length, 3);
  for (const { text, x } of entries) {
    assert(text.endsWith("…"));
    assert(x < Number(root.getAttribute("width")) / 2);
  }
});

Deno.test("a single point is a mark", async () => {
  const { paths } = pictureOf(
    await formatSvg(lineChart([{ x: 64, y: 1e-4 }])),
  );
  assertEquals(paths.filter(({ isMark }) => isMark).length, 1);
});

Deno.test("axes stand at the edges, wherever 1 is on a logarithmic one", async () => {
  const [narrow, wide] = await Promise.all([[64, 1024], [1e-3, 1e3]].map(
    async (xs) =>
      pictureOf(await formatSvg(lineChart(xs.map((x) => ({ x, y: x }))))),
  ));
  assertEquals(textOf(wide, "latency"), textOf(narrow, "latency"));
  assertEquals(textOf(wide, "payload"), textOf(narrow, "payload"));
});

Deno.test("a graph of nothing says so", async () => {
  for (const chart of [lineChart([]), { ...lineChart([]), lines: [] }]) {
    textOf(pictureOf(await formatSvg(chart)), "Nothing was measured");
  }
});

Deno.test("what has no place on an axis is left out, and the graph says so", async () => {
  const picture = pictureOf(
    await formatSvg(
      lineChart([{ x: 64, y: 1e-4 }, { x: 1024, y: 0 }, { x: 4096, y: 2e-4 }]),
    ),
  );
  assertEquals(picture.paths.filter(({ isMark }) => isMark).length, 2);
  textOf(
    picture,
    "1 value has no place on the axes, as 0 has none on a logarithmic one.",
  );
});

Deno.test("values of any size can be drawn", async () => {
  const { paths, root } = pictureOf(
    await formatSvg(
      lineChart([{ x: 1e-300, y: 5e-324 }, { x: 1e300, y: Number.MAX_VALUE }]),
    ),
  );
  const height = Number(root.getAttribute("height"));
  const marks = paths.filter(({ isMark }) => isMark);
  assertEquals(marks.length, 2);
  for (const { y } of marks) assert(y > 0 && y < height);
});
