import { inOneLine } from "../../units/one_line.ts";

/** Takes no room, and keeps GitHub from seeing a link, a mention or an emoji's name. */
const WORD_JOINER = "\u2060";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * What others wrote, as text of GitHub's Markdown that shows just that, in a
 * paragraph, a list or a table: no markup, no link, no image, no mention of a
 * user or an issue.
 */
export function markdownText(text: string): string {
  return withoutLinks(htmlText(text))
    .replaceAll(/[\\`*[\]|~$#]/g, "\\$&")
    // Within words, as in rpc_threaded, it means nothing.
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^(?=[-+=](?!\d))/, "\\")
    .replace(/^(\d+)(?=[.)](?:\s|$))/, "$1\\");
}

/** The same within HTML, where nothing is markup but that. */
export function markdownHtmlText(text: string): string {
  return withoutLinks(htmlText(text));
}

function htmlText(text: string): string {
  return inOneLine(text).replaceAll(/[&<>"]/g, (it) => ENTITIES[it]);
}

/** Breaks what GitHub draws otherwise: addresses, mentions, numbers of issues, emoji's names. */
function withoutLinks(text: string): string {
  return text.replaceAll(
    /[@#]|\bGH-|:(?=\/\/|[\w+-]*[a-z][\w+-]*:)|www(?=\.)/gi,
    `$&${WORD_JOINER}`,
  );
}
