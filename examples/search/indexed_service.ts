import { WORDS } from "./words.ts";

/** How it is to be: words are found by their first three letters. */
export default class IndexedService {
  readonly #byStart = Map.groupBy(WORDS, (word) => word.slice(0, 3));

  startingWith(prefix: string): string[] {
    const near = prefix.length < 3
      ? WORDS
      : this.#byStart.get(prefix.slice(0, 3)) ?? [];
    return near.filter((word) => word.startsWith(prefix));
  }
}
