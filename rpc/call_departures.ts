import type { OutgoingCall } from "./outgoing_call.ts";

/** What {@linkcode CallDepartures} needs of those who make calls. */
export interface CallDeparturesOptions {
  /** How many unanswered calls the other end accepts. */
  readonly mostInFlight: number;
  /** How many there are. */
  readonly inFlight: () => number;
  /** Sends calls in one frame. */
  readonly depart: (calls: readonly OutgoingCall[]) => void;
  /** Ends calls that cannot be sent. */
  readonly refuse: (calls: readonly OutgoingCall[], error: Error) => void;
}

/** Calls that leave together, or something else that must not overtake them. */
type Waiting = readonly OutgoingCall[] | (() => void);

/**
 * Decides when calls leave, and which leave together: those of a tick at its end,
 * and what the other end has no room for when it has answered others.
 */
export class CallDepartures {
  readonly #options: CallDeparturesOptions;
  /** The calls of this tick, in their order. */
  #gathered: OutgoingCall[] = [];
  readonly #waiting = new Set<Waiting>();
  /** What all calls join while a batch is made. */
  #batch: OutgoingCall[] | undefined;

  /** Starts with none. */
  constructor(options: CallDeparturesOptions) {
    this.#options = options;
  }

  /** The calls that have not left. */
  get calls(): OutgoingCall[] {
    const waiting = [...this.#waiting].flatMap((it) =>
      typeof it === "function" ? [] : it
    );
    return [...waiting, ...this.#gathered];
  }

  /** Lets a call leave at the end of this tick, or when its turn comes. */
  gather(call: OutgoingCall): void {
    if (this.#batch !== undefined) {
      if (this.#batch.length > 0) share(this.#batch[0], call);
      this.#batch.push(call);
    }
    call.state = "gathered";
    if (this.#gathered.push(call) === 1) queueMicrotask(this.#departAll);
  }

  /** Lets all calls leave together that `build` makes. */
  batch<Result>(build: () => Result): Result {
    const outer = this.#batch;
    this.#batch ??= [];
    try {
      return build();
    } finally {
      this.#batch = outer;
    }
  }

  /** Sends something once the calls have left that were made before. */
  inTurn(send: () => void): void {
    // Those of this tick leave at its end, or begin to wait.
    queueMicrotask(() => {
      if (this.#waiting.size === 0) send();
      else this.#waiting.add(send);
    });
  }

  /** Lets those leave that there is room for by now. */
  proceed(): void {
    if (this.#waiting.size === 0) return;
    for (const next of this.#waiting) {
      const isSend = typeof next === "function";
      if (!isSend && !this.#hasRoom(next)) return;
      this.#waiting.delete(next);
      if (isSend) next();
      else this.#options.depart(next);
    }
  }

  /** Forgets all. */
  clear(): void {
    for (const call of this.calls) call.state = "over";
    this.#gathered = [];
    this.#waiting.clear();
  }

  readonly #departAll = (): void => {
    const { depart, mostInFlight, refuse } = this.#options;
    const gathered = this.#gathered;
    this.#gathered = [];
    for (const call of gathered) {
      // The first of a group takes the others along.
      if (call.state !== "gathered") continue;
      const calls = call.group ?? [call];
      for (const one of calls) one.state = "waiting";
      if (this.#waiting.size === 0 && this.#hasRoom(calls)) depart(calls);
      else if (calls.length > mostInFlight) {
        refuse(calls, tooMany(calls.length, mostInFlight));
      } else this.#waiting.add(calls);
    }
  };

  /** Whether calls can leave now; those given up need no room. */
  #hasRoom(calls: readonly OutgoingCall[]): boolean {
    const { inFlight, mostInFlight } = this.#options;
    return inFlight() + calls.length <= mostInFlight ||
      calls.every(({ settled }) => settled);
  }
}

/** Lets two calls share a frame, with all that they share one with already. */
export function share(a: OutgoingCall, b: OutgoingCall): void {
  a.group ??= [a];
  if (a.group === b.group) return;
  for (const call of b.group ?? [b]) {
    call.group = a.group;
    a.group.push(call);
  }
}

function tooMany(calls: number, most: number): RangeError {
  return new RangeError(
    `${calls} calls are to leave together; the other end accepts ${most} in flight`,
  );
}
