import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** The space between a number and its unit, or before a spread. */
const WITHIN_FIGURE =
  /(?<=±) |(?<=\d) (?=(?:[kMGT]?i?B(?:\/s)?|[kMG]?\/s|[nµm]?s|×|%)(?![\p{L}\d]))/gu;

/** A space that no line is broken at. */
export const NO_BREAK_SPACE = "\u00a0";

/** How many columns of a terminal a text takes; the widest of its lines. */
export function widthOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => stringWidth(line)));
}

/** How many columns a text takes at least, if it is not broken within words or figures. */
export function leastWidthOf(text: string): number {
  const unbroken = text.replaceAll(WITHIN_FIGURE, NO_BREAK_SPACE);
  return widthOf(unbroken.replaceAll(" ", "\n"));
}

/**
 * A text in lines of at most so many columns, broken between words where that can
 * be, and not between a number and its unit.
 */
export function wrap(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const unbroken = text.replaceAll(WITHIN_FIGURE, NO_BREAK_SPACE);
  return wrapAnsi(unbroken, Math.max(1, width), { hard: true })
    .replaceAll(NO_BREAK_SPACE, " ");
}

/** A text in lines of at most so many columns, each of them indented. */
export function indented(
  text: string,
  width: number,
  indent: number,
): string[] {
  const margin = " ".repeat(indent);
  return wrap(text, width - indent)
    .replaceAll(NO_BREAK_SPACE, " ")
    .split("\n")
    .map((line) => margin + line);
}

/** A paragraph, in lines of at most so many columns: the first stands out to the left. */
export function paragraph(
  text: string,
  width: number,
  indent: number,
): string[] {
  const [first] = wrap(text, width - indent).split("\n");
  const rest = text.slice(first.length).trimStart();
  return [
    ...indented(first, width, indent),
    ...rest === "" ? [] : indented(rest, width, 2 * indent),
  ];
}
