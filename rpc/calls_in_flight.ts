import type { OutgoingCall } from "./outgoing_call.ts";

/** No call has this id. */
const NO_CALL = 0;

/** The calls that have left and have no answer yet, by their ids. */
export class CallsInFlight {
  // V8 makes a map anew whenever its last entry goes, which in a connection that
  // makes one call at a time is with every call: this one never becomes empty.
  readonly #calls = new Map<number, OutgoingCall | undefined>([
    [NO_CALL, undefined],
  ]);

  /** How many there are. */
  get count(): number {
    return this.#calls.size - 1;
  }

  /** Adds a call, which has just left. */
  add(call: OutgoingCall): void {
    this.#calls.set(call.id, call);
  }

  /** Takes out the call that an answer is for; a stray one is for none. */
  take(id: number): OutgoingCall | undefined {
    const call = this.#calls.get(id);
    if (call !== undefined) this.#calls.delete(id);
    return call;
  }

  /** All of them, in the order in which they left. */
  all(): OutgoingCall[] {
    return [...this.#calls.values()].filter((call) => call !== undefined);
  }

  /** Takes all out. */
  clear(): void {
    for (const { id } of this.all()) this.#calls.delete(id);
  }
}
