/** A legend of longer names leaves no room for the chart. */
const LONGEST_NAME = 48;

/**
 * Text for Plotly, which reads tags and entities in all that it shows: none of
 * the text's own is one. The page's script uses it too.
 */
export function plotlyText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** A name for Plotly, in one line and not longer than fits. */
export function plotlyName(name: string): string {
  const line = name.replaceAll(/\s+/g, " ");
  const short = line.length > LONGEST_NAME
    ? `${line.slice(0, LONGEST_NAME - 1)}…`
    : line;
  return plotlyText(short);
}

/** Lines of text, one below the other. */
export function plotlyLines(...lines: readonly string[]): string {
  return lines.map(plotlyText).join("<br>");
}

/** A label of more lines loses its end. */
const MOST_LINES = 3;

/** A label that may take several lines of about so many characters. */
export function wrappedText(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return plotlyLines(
    ...lines.slice(0, MOST_LINES).map((line, i) => {
      const isCut = line.length > 2 * width ||
        (i === MOST_LINES - 1 && lines.length > MOST_LINES);
      return isCut ? `${line.slice(0, 2 * width - 1)}…` : line;
    }),
  );
}
