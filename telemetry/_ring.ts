/** The last so many of all that was ever added. */
export class Ring<Item> implements Iterable<Item> {
  readonly #limit: number;
  readonly #items: Item[] = [];
  #next = 0;

  /** Keeps up to `limit` items. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Adds an item, in the place of the oldest if there are too many. */
  add(item: Item): void {
    if (this.#limit === 0) return;
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#limit;
  }

  /** From the oldest to the newest. */
  *[Symbol.iterator](): Iterator<Item> {
    const oldest = this.#items.length < this.#limit ? 0 : this.#next;
    for (let i = 0; i < this.#items.length; i++) {
      yield this.#items[(oldest + i) % this.#items.length];
    }
  }
}
