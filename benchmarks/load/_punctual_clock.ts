/**
 * A timer may be late by a millisecond, and one more is rounding: what is due
 * within this many milliseconds is waited for awake.
 */
const AWAKE = 2.5;
/** No sleep is longer, in milliseconds: who interrupts a run does not wait. */
const LONGEST_SLEEP = 100;
/** A turn of the event loop that takes longer, in milliseconds, did something else, too. */
const IDLE_TURN = 0.1;

/**
 * Waits to the hundredth of a millisecond, where timers know only milliseconds,
 * and lets sockets be read meanwhile.
 *
 * While it waits awake, it sends itself one byte after another over a socket:
 * each comes back through the same poll that tells of all other sockets. Waiting
 * by `setImmediate` comes back sooner, but the runtime then looks at sockets only
 * every 61st time, and answers seem to take some 50 µs longer.
 */
export class PunctualClock implements Disposable {
  readonly #near: Deno.TcpConn;
  readonly #far: Deno.TcpConn;
  readonly #byte = new Uint8Array(1);

  private constructor(near: Deno.TcpConn, far: Deno.TcpConn) {
    this.#near = near;
    this.#far = far;
    near.setNoDelay(true);
  }

  /** Opens the socket. */
  static async open(): Promise<PunctualClock> {
    const hostname = "127.0.0.1";
    using listener = Deno.listen({ hostname, port: 0 });
    const [near, far] = await Promise.all([
      Deno.connect({ hostname, port: listener.addr.port }),
      listener.accept(),
    ]);
    return new PunctualClock(near, far);
  }

  /**
   * Waits a little, at most `milliseconds`: asleep if there is time, else for one
   * turn of the event loop. Resolves with the milliseconds that were spent awake
   * and, as far as this can tell, for nothing.
   */
  async pass(milliseconds: number): Promise<number> {
    if (milliseconds > AWAKE) {
      const sleep = Math.min(milliseconds - AWAKE, LONGEST_SLEEP);
      await new Promise((resolve) => setTimeout(resolve, sleep));
      return 0;
    }
    const start = performance.now();
    await Promise.all([
      this.#near.write(this.#byte),
      this.#far.read(this.#byte),
    ]);
    const turn = performance.now() - start;
    return turn < IDLE_TURN ? turn : 0;
  }

  /** Closes the socket. */
  [Symbol.dispose](): void {
    this.#near.close();
    this.#far.close();
  }
}
