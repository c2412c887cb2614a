/** More names than this are too many for half the width of a page. */
const MOST_NAMES = 5;

/** Names stand side by side, as a rule this many. */
const NAMES_IN_LINE = 2;
/** In pixels. */
const LINE_HEIGHT = 19;

/** How much room a legend of so many names takes, in pixels. */
export function legendHeight(names: number): number {
  return Math.ceil(names / NAMES_IN_LINE) * LINE_HEIGHT;
}

/** Whether so many names, in a legend or along an axis, need the whole width of a page. */
export function isWide(names: number): boolean {
  return names > MOST_NAMES;
}
