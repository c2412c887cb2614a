import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** Characters that move the cursor, or turn round the direction of what follows. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** What others wrote, on one line: it must not change how the report looks. */
export function inOneLine(text: string): string {
  const printable = stripVTControlCharacters(text).replace(CONTROLS, " ");
  return printable.replaceAll(/\s+/g, " ").trim();
}

/** How many columns of a terminal a text takes; the widest of its lines. */
export function widthOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => stringWidth(line)));
}

/** A text in lines of at most so many columns, broken between words where that can be. */
export function wrap(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return wrapAnsi(text, Math.max(1, width), { hard: true });
}

/** A text in lines of at most so many columns, each of them indented. */
export function indented(text: string, width: number, indent = 2): string[] {
  const margin = " ".repeat(indent);
  return wrap(text, width - indent).split("\n").map((line) => margin + line);
}
