import type { LoadConnection } from "./_load_connection.ts";
import { LoadTally, type RequestTimes } from "./_load_tally.ts";
import type { AnsweredRequest } from "./load_plan.ts";
import { type LoadSecond, pointRecorder } from "./load_series.ts";
import type { Transferred } from "./target.ts";

/** A send that is later than this many seconds, for no fault of the target, is late. */
const LATE = 0.001;

/** What a {@linkcode LoadRun} is of. */
export interface LoadRunOptions {
  readonly connections: readonly LoadConnection[];
  /** How many requests each connection has under way at once. */
  readonly inFlight: number;
  /** When it starts, by `performance.now()` of this thread. */
  readonly start: number;
  /** Seconds that load is made for. */
  readonly duration: number;
  /** Seconds until a request is given up. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Hears what each second brought, once it is over. */
  readonly onSecond: (second: LoadSecond) => void;
  /** Hears of each request that was answered. */
  readonly onAnswer?: (request: AnsweredRequest) => void;
}

/** What one thread has of one run: its clock, its tally and its end. */
export class LoadRun {
  readonly options: LoadRunOptions;
  readonly tally = new LoadTally();
  /** Milliseconds that the thread only passed until the next request was due. */
  idle = 0;
  #second = 0;
  #responseTimes = pointRecorder();
  #errors = 0;
  #over = false;

  /** Prepares a run. */
  constructor(options: LoadRunOptions) {
    this.options = options;
  }

  /** Seconds since the start. */
  get elapsed(): number {
    return (performance.now() - this.options.start) / 1000;
  }

  /** Whether no request may be made any more. */
  get stopping(): boolean {
    return this.#over || this.options.signal.aborted;
  }

  /** Counts a request that left, so many seconds after it could have. */
  sent(late: number): void {
    if (late > LATE) this.tally.sentLate(late);
  }

  /** Counts a request that was answered. */
  answered(times: RequestTimes, transferred: Transferred | void): void {
    if (this.#over) return;
    const { duration, onAnswer, start } = this.options;
    this.tally.answered(times);
    onAnswer?.({
      due: times.due + start / 1000,
      sent: times.sent + start / 1000,
      answered: times.answered + start / 1000,
    });
    if (times.sent <= duration) this.tally.counts.sentInTime++;
    if (times.answered <= duration) this.tally.counts.answeredInTime++;
    if (transferred) this.tally.transferred(transferred);
    this.tick(times.answered);
    this.#responseTimes.record(Math.max(0, times.answered - times.due));
  }

  /** Counts a request that failed; `sent` is `undefined` if it never left. */
  failed(error: unknown, sent: number | undefined): void {
    if (this.#over) return;
    this.tally.failed(error);
    if (sent === undefined) this.tally.counts.unsent++;
    else if (sent <= this.options.duration) this.tally.counts.sentInTime++;
    this.tick(this.elapsed);
    this.#errors++;
  }

  /** Tells of the seconds that are over by now. */
  tick(elapsed: number): void {
    while (this.#second + 1 <= elapsed) this.#tell();
  }

  /** Tells of the last second; nothing counts from now on. */
  end(): void {
    this.tick(this.elapsed);
    this.#tell();
    this.#over = true;
  }

  #tell(): void {
    this.options.onSecond({
      second: this.#second++,
      responseTimes: this.#responseTimes,
      errors: this.#errors,
    });
    this.#responseTimes = pointRecorder();
    this.#errors = 0;
  }
}
