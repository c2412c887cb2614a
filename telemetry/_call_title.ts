import type { CallRecord } from "./call_record.ts";

/** More calls in one line than people read. */
const MOST_TITLES = 10;

/** A call as a program would write it: `"getUser()"`, `"User.name"`. */
export function callTitle({ kind, name, reference }: CallRecord): string {
  const what = subject(name, reference?.className);
  switch (kind) {
    case "call":
    case "apply":
      return `${what}()`;
    case "get":
      return what;
    case "set":
      return `${what} = …`;
    case "obtain":
      return `obtain(${what})`;
  }
}

/** The titles of a stack, the outermost first; of a deep one, not all. */
export function stackTitle(titles: readonly string[]): string {
  const shown = titles.length <= MOST_TITLES
    ? titles
    : [...titles.slice(0, MOST_TITLES - 1), "…", ...titles.slice(-1)];
  return shown.join(" → ");
}

function subject(name: string, className: string | undefined): string {
  if (className === undefined) return name;
  if (className === "Function") return name === "" ? "callback" : name;
  return name === "" ? className : `${className}.${name}`;
}
