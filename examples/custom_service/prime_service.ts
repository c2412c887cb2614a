import { currentCall } from "@x/rpcbench/rpc";

/** How many numbers are tried before others get a turn. */
const SLICE = 10_000;

/**
 * A service of one's own is a class: its public methods can be called from
 * afar, and there is one instance per connection.
 */
export default class PrimeService {
  #searches = 0;

  isPrime(n: number): boolean {
    if (!Number.isInteger(n)) throw new RangeError(`n is ${n}, not whole`);
    for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
    return n > 1;
  }

  /** How many primes there are below `limit`; stops when the caller gives up. */
  async countPrimes(limit: number): Promise<number> {
    // Before the first await: afterwards it could be another call's turn.
    const { signal } = currentCall();
    this.#searches++;
    try {
      let count = 0;
      for (let n = 0; n < limit; n++) {
        if (this.isPrime(n)) count++;
        if (n % SLICE === 0) {
          await new Promise((resolve) => setTimeout(resolve));
          signal.throwIfAborted();
        }
      }
      return count;
    } finally {
      this.#searches--;
    }
  }

  /** How many searches are under way for this connection. */
  searches(): number {
    return this.#searches;
  }
}
