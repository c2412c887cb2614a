import { Metronome } from "./_metronome.ts";

/** A sleep may end so many milliseconds late: what is due before is waited for awake. */
const AWAKE = 0.25;
/** No sleep is longer, in milliseconds: who interrupts a run does not wait. */
const LONGEST_SLEEP = 100;
/** A turn of the event loop that takes longer, in milliseconds, did something else, too. */
const IDLE_TURN = 0.1;
/** One that takes so long, in milliseconds, did not have the processor. */
const PUT_ASIDE = 3;
/** For how long, in milliseconds, it then leaves the processor to others. */
const LEAVE = 250;
/** The least that it then sleeps, in milliseconds: else there is no time to look at sockets. */
const LEAST_SLEEP = 0.3;

/**
 * Waits to the hundredth of a millisecond, where timers know only whole ones, and
 * lets sockets be read meanwhile.
 *
 * It sleeps until shortly before, and waits for the rest awake: it sends itself
 * one byte after another over a socket, and each comes back through the same poll
 * that tells of all other sockets. Waiting by `setImmediate` comes back sooner,
 * but the runtime then looks at sockets only every 61st time, and answers seem to
 * take some 50 µs longer.
 *
 * On a machine that has no processor to spare, waiting awake takes it from what
 * is under load, and the system takes it back by many milliseconds. Where that
 * happens, it only sleeps for a while, and is late by some tenths of one.
 */
export class PunctualClock implements Disposable {
  readonly #metronome: Metronome;
  readonly #near: Deno.TcpConn;
  readonly #far: Deno.TcpConn;
  readonly #byte = new Uint8Array(1);
  readonly #buffer = new Uint8Array(64);
  /** Until when it leaves the processor to others. */
  #leaving = -Infinity;

  private constructor(
    metronome: Metronome,
    near: Deno.TcpConn,
    far: Deno.TcpConn,
  ) {
    this.#metronome = metronome;
    this.#near = near;
    this.#far = far;
    near.setNoDelay(true);
  }

  /** Starts the clock. */
  static async open(): Promise<PunctualClock> {
    const hostname = "127.0.0.1";
    using listener = Deno.listen({ hostname, port: 0 });
    const [near, far] = await Promise.all([
      Deno.connect({ hostname, port: listener.addr.port }),
      listener.accept(),
    ]);
    return new PunctualClock(await Metronome.start(), near, far);
  }

  /**
   * Waits a little, at most `milliseconds` or until it is woken: asleep if there
   * is time, else for one turn of the event loop. Resolves with the milliseconds
   * that were spent awake and, as far as this can tell, for nothing.
   */
  async pass(milliseconds: number): Promise<number> {
    const start = performance.now();
    const asleep = start < this.#leaving
      ? Math.max(milliseconds, LEAST_SLEEP)
      : milliseconds - AWAKE;
    if (asleep > 0) {
      await this.#metronome.sleep(Math.min(asleep, LONGEST_SLEEP));
      return 0;
    }
    // Where the byte is there before it is asked for, nothing is polled for it;
    // nor where it fills the buffer, since there may be more.
    const arrived = this.#far.read(this.#buffer);
    await this.#near.write(this.#byte);
    await arrived;
    const end = performance.now();
    if (end - start > PUT_ASIDE) this.#leaving = end + LEAVE;
    return end - start < IDLE_TURN ? end - start : 0;
  }

  /** Ends a sleep. */
  wake(): void {
    this.#metronome.wake();
  }

  /** Stops the clock. */
  [Symbol.dispose](): void {
    this.#metronome[Symbol.dispose]();
    this.#near.close();
    this.#far.close();
  }
}
