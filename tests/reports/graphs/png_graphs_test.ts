import { createCanvas, loadImage } from "@napi-rs/canvas";
import { assert, assertEquals } from "@std/assert";
import { formatPng, formatSvg, type Graph } from "../../../reports/mod.ts";
import { BARS, BOXES, LINES, PERCENTILES } from "../html/_sample_charts.ts";
import { PALETTES } from "../../../reports/palette.ts";
import { pictureOf } from "./_picture.ts";

const { series, text } = PALETTES.light;

/** How many pixels of a picture are of a colour: `#rrggbb`. */
async function pixelsOf(png: Uint8Array, color: string): Promise<number> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const pixels = new DataView(data.buffer);
  const wanted = parseInt(`${color.slice(1)}ff`, 16);
  let count = 0;
  for (let at = 0; at < pixels.byteLength; at += 4) {
    if (pixels.getUint32(at) === wanted) count++;
  }
  return count;
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
  const png = await formatPng(LINES);
  for (const color of [...series.slice(0, 2), text]) {
    const pixels = await pixelsOf(png, color);
    assert(pixels > 500, `there is little of ${color}: ${pixels} pixels`);
  }
});

Deno.test("letters of a PNG are those that come with the program", async () => {
  const ink = async (title: string) =>
    await pixelsOf(await formatPng({ ...LINES, title }), text);
  // Where a font is missing, all letters are the same box, or not there.
  assert(await ink("WWWWWWWW") > await ink("iiiiiiii"));
});
