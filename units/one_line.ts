import { stripVTControlCharacters } from "node:util";

/** Characters that move the cursor, or turn round the direction of what follows. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** What others wrote, on one line: it must not change how what it stands in looks. */
export function inOneLine(text: string): string {
  const printable = stripVTControlCharacters(text).replace(CONTROLS, " ");
  return printable.replaceAll(/\s+/g, " ").trim();
}
