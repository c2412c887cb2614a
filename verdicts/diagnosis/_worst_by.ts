/** The one of some that is worst; `undefined` if there is none. */
export function worstBy<Item>(
  items: readonly Item[],
  badness: (item: Item) => number,
): Item | undefined {
  return items.reduce<Item | undefined>(
    (worst, it) =>
      worst === undefined || badness(it) > badness(worst) ? it : worst,
    undefined,
  );
}
