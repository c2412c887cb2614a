import { createCanvas, loadImage } from "@napi-rs/canvas";
import { assert, assertEquals } from "@std/assert";
import { formatPng, formatSvg, type Graph } from "../../../reports/mod.ts";
import { BARS, BOXES, LINES, PERCENTILES } from "../html/_sample_charts.ts";
import { pictureOf } from "./_picture.ts";

/** The colours of a picture, as `#rrggbb`, and how many pixels have each. */
async function colorsOf(png: Uint8Array): Promise<Map<string, number>> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, image.width, image.height);
  const data = new Uint8Array(pixels.data.buffer);
  const colors = new Map<string, number>();
  for (let i = 0; i < data.length; i += 4) {
    const color = `#${data.slice(i, i + 3).toHex()}`;
    colors.set(color, (colors.get(color) ?? 0) + 1);
  }
  return colors;
}

Deno.test("a PNG is the SVG, at twice its size", async () => {
  const charts: Graph[] = [LINES, PERCENTILES, BARS, BOXES];
  for (const chart of charts) {
    const png = await formatPng(chart);
    const { root } = pictureOf(await formatSvg(chart));
    assertEquals([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    const view = new DataView(png.buffer, png.byteOffset);
    assertEquals(
      [view.getUint32(16), view.getUint32(20)],
      ["width", "height"].map((name) => 2 * Number(root.getAttribute(name))),
    );
  }
});

Deno.test("a PNG shows lines in their servers' colours, and text", async () => {
  const colors = await colorsOf(await formatPng(LINES));
  for (const color of ["#0072b2", "#d55e00"]) {
    assert((colors.get(color) ?? 0) > 1000, `there is little of ${color}`);
  }
  // The title's colour: nothing else has it but the legend's names.
  assert((colors.get("#1b1f24") ?? 0) > 500, "there is no text");
});

Deno.test("letters of a PNG are those that come with the program", async () => {
  const letters = async (title: string) =>
    (await colorsOf(await formatPng({ ...LINES, title }))).get("#1b1f24") ?? 0;
  // Where a font is missing, all of its letters are the same box, or not there.
  assert(await letters("WWWWWWWW") > await letters("iiiiiiii"));
});
