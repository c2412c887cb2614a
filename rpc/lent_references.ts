/** An object or a function of this end that the other end may use. */
interface Lent {
  readonly id: number;
  readonly value: object;
  /** How often it was sent, less how often it was given back. */
  count: number;
}

/**
 * The objects and functions of this end that the other end holds, by number.
 *
 * An entry counts how often it was sent. The other end gives that many back when
 * it needs the object no more, so that one that is on its way in both directions
 * at once is not lost. Numbers are never used again: one that was given back
 * reaches nothing.
 */
export class LentReferences {
  readonly #most: number;
  readonly #byId = new Map<number, Lent>();
  readonly #byValue = new Map<object, Lent>();
  #lastId = 0;

  /** Lends at most `most` different objects at once. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many objects the other end holds. */
  get size(): number {
    return this.#byId.size;
  }

  /**
   * Counts that an object is sent once more and returns its number; throws a
   * `RangeError` if it is one too many.
   */
  lend(value: object): number {
    let lent = this.#byValue.get(value);
    if (lent === undefined) {
      if (this.#byId.size >= this.#most) {
        throw new RangeError(
          `the other end holds ${this.#most} references already, which is the limit; release those it has done with`,
        );
      }
      lent = { id: ++this.#lastId, value, count: 0 };
      this.#byId.set(lent.id, lent);
      this.#byValue.set(value, lent);
    }
    lent.count++;
    return lent.id;
  }

  /** The object of a number; `undefined` for one that is not lent. */
  get(id: number): object | undefined {
    return this.#byId.get(id)?.value;
  }

  /** Takes back an object that was sent `count` times. */
  takeBack(id: number, count: number): void {
    const lent = this.#byId.get(id);
    if (lent === undefined) return;
    lent.count -= count;
    if (lent.count > 0) return;
    this.#byId.delete(id);
    this.#byValue.delete(lent.value);
  }

  /** Takes back all. */
  clear(): void {
    this.#byId.clear();
    this.#byValue.clear();
  }
}
