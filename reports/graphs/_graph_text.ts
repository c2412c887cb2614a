import { format } from "echarts/core";

/** What is longer than this would fill a graph. */
const LONGEST_NAME = 60;

/** What XML forbids, and what would let a text change how others read. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\uFFFE\uFFFF]+/gu;

/** A text from elsewhere as one that can be drawn. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, " ").trim();
}

/** A name from elsewhere as one that can be drawn, and fits. */
export function printableName(name: string): string {
  const characters = [...printable(name)];
  return characters.length <= LONGEST_NAME
    ? characters.join("")
    : `${characters.slice(0, LONGEST_NAME - 1).join("")}…`;
}

/** About how wide a text is, by the widths of Arial's letters: the same everywhere. */
export function textWidth(text: string, fontSize: number): number {
  return format.getTextRect(text, `${fontSize}px sans-serif`).width;
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
