import { timerDelay } from "./arguments.ts";
import type { OutgoingCall } from "./outgoing_call.ts";

/** What {@linkcode CallDeadlines} needs of those who make calls. */
export interface CallDeadlinesOptions {
  /** The calls whose deadlines count. */
  readonly unanswered: () => Iterable<OutgoingCall>;
  /** Gives a call up whose time is over. */
  readonly giveUp: (call: OutgoingCall) => void;
}

/**
 * Gives up the calls that have no answer in time. One timer serves all of them:
 * it is set for the earliest deadline.
 */
export class CallDeadlines {
  readonly #options: CallDeadlinesOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wakeAt = Infinity;

  /** Waits for nothing yet. */
  constructor(options: CallDeadlinesOptions) {
    this.#options = options;
  }

  /** Sees to it that a call is given up at its deadline. */
  watch({ deadline }: OutgoingCall): void {
    if (deadline < this.#wakeAt) this.#wake(deadline);
  }

  /** Watches no call any more. */
  clear(): void {
    clearTimeout(this.#timer);
  }

  #wake(deadline: number): void {
    clearTimeout(this.#timer);
    this.#wakeAt = deadline;
    if (deadline === Infinity) return;
    const timer = setTimeout(
      () => this.#giveUpOverdue(),
      timerDelay(deadline - performance.now()),
    );
    // The socket keeps the program alive while it waits, not the clock.
    Deno.unrefTimer(timer);
    this.#timer = timer;
  }

  #giveUpOverdue(): void {
    const now = performance.now();
    let next = Infinity;
    for (const call of this.#options.unanswered()) {
      if (call.settled) continue;
      if (call.deadline <= now) this.#options.giveUp(call);
      else next = Math.min(next, call.deadline);
    }
    this.#wake(next);
  }
}
