import { messageOf } from "../rpc/message_of.ts";
import { inOneLine } from "../units/one_line.ts";

/** Takes one line on something that a program's owner should know. */
export type OnNotice = (notice: string) => void;

/** Where notices go by default. */
export function printNotice(notice: string): void {
  console.error(notice);
}

/**
 * Something that goes wrong again and again: it is told when it begins, and
 * counted from then on, until it goes well again.
 */
export class Trouble {
  readonly #what: string;
  readonly #onNotice: OnNotice;
  #under = false;
  #times = 0;

  /** Starts without trouble; `what` begins the notice. */
  constructor(what: string, onNotice: OnNotice) {
    this.#what = what;
    this.#onNotice = onNotice;
  }

  /** How often it has gone wrong, all in all. */
  get times(): number {
    return this.#times;
  }

  /** It has gone wrong. */
  met(error: unknown): void {
    this.#times++;
    if (this.#under) return;
    this.#under = true;
    try {
      this.#onNotice(inOneLine(`${this.#what}: ${messageOf(error)}`));
    } catch (failure) {
      // What a listener throws is its program's failure, and not ours.
      reportError(failure);
    }
  }

  /** It has gone well. */
  over(): void {
    this.#under = false;
  }
}
