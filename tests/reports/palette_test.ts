import { assert } from "@std/assert";
import { PALETTES } from "../../reports/palette.ts";

/** Red, green and blue, from 0 to 1, in amounts of light. */
type Light = readonly [number, number, number];

/**
 * What is left of light in eyes that lack a kind of cones: Machado, Oliveira and
 * Fernandes, "A Physiologically-based Model for Simulation of Color Vision
 * Deficiency", 2009, severity 1.
 */
const EYES: Readonly<Record<string, readonly Light[]>> = {
  "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  "no red cones": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  "no green cones": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  "no blue cones": [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

for (const [theme, palette] of Object.entries(PALETTES)) {
  Deno.test(`${theme} colours of servers stay apart for all readers`, () => {
    for (const [eyes, matrix] of Object.entries(EYES)) {
      palette.series.forEach((color, i) =>
        palette.series.slice(0, i).forEach((other) => {
          const [a, b] = [color, other].map((it) => seen(lightOf(it), matrix));
          const distance = Math.hypot(...a.map((part, j) => part - b[j]));
          assert(distance > 0.05, `${color} and ${other} with ${eyes}`);
        })
      );
    }
  });

  Deno.test(`${theme} colours stand out from the background`, () => {
    // WCAG 2.2: 3 for graphics (1.4.11), 4.5 for text (1.4.3).
    const { alarm, background, floor, heat, muted, series, text } = palette;
    for (const color of [floor, ...series]) {
      assert(contrast(color, background) >= 3, color);
    }
    for (const color of [alarm, muted, text]) {
      assert(contrast(color, background) >= 4.5, color);
    }
    for (const color of heat) assert(contrast(text, color) >= 4.5, color);
  });
}

function lightOf(color: string): Light {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
}

function contrast(one: string, other: string): number {
  const [light, dark] = [one, other]
    .map(lightOf)
    .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue)
    .toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** In Oklab (Ottosson, 2020), in which distances are as they are seen. */
function seen(light: Light, matrix: readonly Light[]): readonly number[] {
  const [red, green, blue] = matrix.map((row) => Math.max(0, dot(row, light)));
  const cones = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ].map((row) => Math.cbrt(dot(row, [red, green, blue])));
  return [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ].map((row) => dot(row, cones));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
