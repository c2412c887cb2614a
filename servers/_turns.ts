/** Lets a limited number of tasks be at work at once; the others wait, in order. */
export class Turns {
  readonly #most: number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  /** At most `most` turns at once. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Resolves when it is the caller's turn; rejects with the signal's reason. */
  take(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.delete(begin);
        reject(signal?.reason);
      };
      if (signal?.aborted) return giveUp();
      if (this.#taken < this.#most) {
        this.#taken++;
        return resolve();
      }
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiting.add(begin);
    });
  }

  /** Ends a turn, which passes to the one who has waited longest. */
  end(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#taken--;
    } else {
      this.#waiting.delete(next);
      next();
    }
  }
}
