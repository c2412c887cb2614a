import stringWidth from "string-width";

/** How many columns of a terminal a text takes. */
export function width(text: string): number {
  return stringWidth(text);
}

/** The words of a line that fit into `limit`, and at least the first one. */
export function firstLine(line: string, limit: number): string {
  if (width(line) <= limit) return line;
  const [first, ...words] = line.split(" ");
  let fitting = first;
  for (const word of words) {
    if (width(`${fitting} ${word}`) > limit) break;
    fitting += ` ${word}`;
  }
  return fitting;
}

/** Breaks a text into lines that fit into `limit`, between words where it can. */
export function wrap(text: string, limit: number): string {
  return text.replace(/\n$/, "").split("\n")
    .flatMap((line) => wrapLine(line, limit))
    .join("\n");
}

function wrapLine(line: string, limit: number): string[] {
  const lines: string[] = [];
  let rest = line;
  do {
    const words = firstLine(rest, limit);
    const fits = width(words) <= limit;
    const taken = fits ? words : firstCharacters(words, limit);
    lines.push(taken);
    rest = rest.slice(taken.length + (fits ? 1 : 0));
  } while (rest !== "");
  return lines;
}

/** The characters of a word that fit into `limit`, and at least the first one. */
function firstCharacters(word: string, limit: number): string {
  let fitting = "";
  // An escape sequence takes no room, and must not be broken.
  // deno-lint-ignore no-control-regex
  for (const [character] of word.matchAll(/\u{1b}\[[\d;]*m|./gu)) {
    if (fitting !== "" && width(fitting + character) > limit) break;
    fitting += character;
  }
  return fitting;
}
