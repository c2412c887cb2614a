import { format } from "echarts/core";
import { inOneLine } from "../../units/one_line.ts";

/** What is longer than this would fill a graph. */
const LONGEST_NAME = 60;

/** Beside controls and halves of characters, XML forbids these. */
const NO_CHARACTERS = /[\uFFFE\uFFFF]/g;

/** A text from elsewhere as one that can be drawn. */
export function printable(text: string): string {
  return inOneLine(text.toWellFormed().replaceAll(NO_CHARACTERS, "\uFFFD"));
}

/** A name from elsewhere as one that can be drawn, and fits. */
export function printableName(name: string): string {
  const characters = [...printable(name)];
  return characters.length <= LONGEST_NAME
    ? characters.join("")
    : `${characters.slice(0, LONGEST_NAME - 1).join("")}…`;
}

/** How much wider than Arial's the letters of other fonts are, DejaVu's above all. */
const WIDEST_FONT = 1.15;

/** How wide a text is at most, whichever of the usual fonts it is drawn with. */
export function textWidth(text: string, fontSize: number): number {
  // ECharts measures by the widths of Arial's letters: on every machine the same.
  const { width } = format.getTextRect(text, `${fontSize}px sans-serif`);
  return WIDEST_FONT * width;
}

/** What fits into rows of a width, in its order; at least one a row. */
export function packedRows<Item>(
  items: readonly Item[],
  widthOf: (item: Item) => number,
  available: number,
): Item[][] {
  const rows: Item[][] = [];
  let left = 0;
  for (const item of items) {
    const width = widthOf(item);
    if (rows.length === 0 || width > left) {
      rows.push([]);
      left = available;
    }
    rows[rows.length - 1].push(item);
    left -= width;
  }
  return rows;
}

/** Where a line may end: at a space, and within names of servers and files. */
const BREAKS = /(?<=[\s_\-./,])/;

/** A text in lines of a width; what is too long for one line is broken anywhere. */
export function wrapped(
  text: string,
  fontSize: number,
  available: number,
): string[] {
  const widthOf = (piece: string) => textWidth(piece, fontSize);
  const pieces = (text === "" ? [] : text.split(BREAKS)).flatMap((piece) =>
    widthOf(piece) <= available ? [piece] : [...piece]
  );
  return packedRows(pieces, widthOf, available)
    .map((row) => row.join("").trim());
}
