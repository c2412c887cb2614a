import { UnsentError } from "./failure_kind.ts";
import type { LoadConnection } from "./_load_connection.ts";
import type { LoadRun } from "./_load_run.ts";
import type { PunctualClock } from "./_punctual_clock.ts";
import type { Schedule } from "./_schedule.ts";

/** Seconds between two looks at what has waited for too long. */
const UNTIL_ANSWERED = 0.1;

/** Room for one request on a connection. */
interface Lane {
  readonly connection: LoadConnection;
  /** Since when it is free, in seconds from the start. */
  freeSince: number;
}

/**
 * Makes requests when they are due, or as soon after as a connection is free.
 *
 * What is due and waits is nowhere kept: it is the part of the schedule between
 * the next request to leave and now. So memory does not grow with it.
 */
export class OpenLoop {
  readonly #run: LoadRun;
  readonly #schedule: Schedule;
  readonly #clock: PunctualClock;
  readonly #lanes: number;
  /** Those that are free, the longest free first, so that all get their share. */
  readonly #free: Lane[];
  /** How many cannot be used, since their connection cannot be made. */
  #unreachable = 0;
  #underWay = 0;
  /** Counts what happens, to tell whether anything did. */
  #events = 0;

  /** Prepares to send what the schedule says. */
  constructor(run: LoadRun, schedule: Schedule, clock: PunctualClock) {
    this.#run = run;
    this.#schedule = schedule;
    this.#clock = clock;
    const { connections, inFlight } = run.options;
    this.#free = Array.from(
      { length: inFlight },
      () => connections.map((connection) => ({ connection, freeSince: 0 })),
    ).flat();
    this.#lanes = this.#free.length;
  }

  /** Resolves when all that was due is answered, has failed or has been given up. */
  async run(): Promise<void> {
    const run = this.#run;
    const { duration, timeout } = run.options;
    while (!run.stopping && run.elapsed < duration + timeout) {
      this.#sendDue();
      if (this.#schedule.due === Infinity && this.#underWay === 0) return;
      await this.#pass();
    }
    // Who interrupts a run did not wait for what could have left.
    const waiting = this.#free.length === 0;
    if (!run.stopping || waiting) this.#giveUpUnsent(run.elapsed);
  }

  async #pass(): Promise<void> {
    const run = this.#run;
    const { due } = this.#schedule;
    // An answer wakes it where there is nothing to send, or nowhere to send it.
    const wait = due === Infinity || this.#free.length === 0
      ? UNTIL_ANSWERED
      : due - run.elapsed;
    const events = this.#events;
    const idle = await this.#clock.pass(wait * 1000);
    if (this.#events === events) run.idle += idle;
  }

  #sendDue(): void {
    const { elapsed, options } = this.#run;
    while (this.#schedule.due <= elapsed) {
      const lane = this.#free.shift();
      if (lane?.connection.up) this.#send(lane);
      else if (lane !== undefined) this.#restore(lane);
      else if (this.#unreachable === this.#lanes) this.#failNext();
      else return this.#giveUpUnsent(elapsed - options.timeout);
    }
  }

  #send(lane: Lane): void {
    const run = this.#run;
    const { due } = this.#schedule;
    const { connection } = lane;
    this.#schedule.advance();
    this.#underWay++;
    this.#events++;
    const sent = run.elapsed;
    run.sent(sent - Math.max(due, lane.freeSince));
    connection.request().then((transferred) => {
      run.answered({ due, sent, answered: run.elapsed }, transferred);
      this.#release(lane);
    }, (error) => {
      run.failed(error, sent);
      this.#release(lane);
    });
  }

  #release(lane: Lane): void {
    this.#underWay--;
    this.#offer(lane);
  }

  /** Lets a lane be used, at once if something is due. */
  #offer(lane: Lane): void {
    this.#events++;
    this.#free.push(lane);
    lane.freeSince = this.#run.elapsed;
    if (!this.#run.stopping) this.#sendDue();
    if (this.#free.length > 0) this.#clock.wake();
  }

  /** Makes the connection of a lane anew; a broken one may be had again at once. */
  async #restore(lane: Lane): Promise<void> {
    const { connection } = lane;
    await connection.reconnect();
    this.#unreachable++;
    while (!connection.up && !this.#run.stopping) await connection.reconnect();
    this.#unreachable--;
    this.#offer(lane);
  }

  /** Where no connection can be made, a request fails when it is due. */
  #failNext(): void {
    const [{ downBecause }] = this.#run.options.connections;
    this.#schedule.advance();
    this.#run.failed(downBecause, undefined);
  }

  /** Counts as failed what was due by then and has not left. */
  #giveUpUnsent(dueBy: number): void {
    if (this.#schedule.due > dueBy) return;
    const error = new UnsentError("no connection was free in time");
    while (this.#schedule.due <= dueBy) {
      this.#schedule.advance();
      this.#run.failed(error, undefined);
    }
  }
}
