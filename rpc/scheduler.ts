import { ProtocolError } from "./errors.ts";

/** The schedulers that there are; their bytes on the wire are their places here. */
export const SCHEDULER_NAMES = ["exit_ordered", "key_serialized"] as const;

/**
 * How calls run: `exit_ordered`, all at once, answered as they end; or
 * `key_serialized`, those with the same ordering key one after another, as they
 * arrived, and all others at once.
 */
export type SchedulerName = typeof SCHEDULER_NAMES[number];

/** A call, as far as a scheduler knows it. */
export interface ScheduledCall {
  /** What it has in common with the calls that it must not overlap; `undefined` if it may overlap all. */
  readonly orderingKey: string | undefined;
  /** Tells a call that had to wait that its turn has come. */
  proceed(): void;
}

/**
 * Decides when calls run. It may be shared by connections, whose calls are then
 * ordered with each other.
 */
export interface Scheduler {
  /** Which one it is, as the other end is told. */
  readonly name: SchedulerName;
  /** How many calls run. */
  readonly running: number;
  /** How many calls wait for their turn. */
  readonly waiting: number;
  /** How many ordering keys those have that run or wait. */
  readonly keys: number;
  /** Takes a call in; returns whether it may run at once, or else waits to be told. */
  enter(call: ScheduledCall): boolean;
  /** Lets a call go that has ended, or that waits no more; each that entered leaves once. */
  leave(call: ScheduledCall): void;
}

/**
 * Runs all calls at once: they are answered in the order in which they end.
 *
 * @example See how many calls run
 * ```ts
 * import { connect, ExitOrderedScheduler, RpcConnection, tcpTransport } from "@x/rpcbench/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * class Sleeper {
 *   sleep(): Promise<void> {
 *     return new Promise((resolve) => setTimeout(resolve, 1));
 *   }
 * }
 *
 * const scheduler = new ExitOrderedScheduler();
 * using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const accepted = listener.accept().then((socket) =>
 *   RpcConnection.open(tcpTransport(socket), { service: Sleeper, scheduler })
 * );
 * const { port } = listener.addr;
 * await using connection = await connect<Sleeper>({ port });
 * await using _served = await accepted;
 * await Promise.all([connection.root.sleep(), connection.root.sleep()]);
 * assertEquals(scheduler.running, 0);
 * ```
 */
export class ExitOrderedScheduler implements Scheduler {
  /** See {@linkcode SchedulerName}. */
  readonly name = "exit_ordered";
  /** No call waits. */
  readonly waiting = 0;
  /** There are no keys. */
  readonly keys = 0;
  #running = 0;

  /** How many calls run. */
  get running(): number {
    return this.#running;
  }

  /**
   * Takes a call in, which may run at once.
   *
   * @throws {ProtocolError} for a call with an ordering key: the other end was
   * told that there is no order here.
   */
  enter({ orderingKey }: ScheduledCall): true {
    if (orderingKey !== undefined) {
      throw new ProtocolError("a call has an ordering key; this end has none");
    }
    this.#running++;
    return true;
  }

  /** Lets a call go. */
  leave(): void {
    this.#running--;
  }
}

/**
 * Runs calls with the same ordering key one after another, in the order in which
 * they arrived, and all others at once.
 *
 * A call has its turn until its method has ended, even if its caller has given it
 * up meanwhile: only so do no two of them overlap. A method that awaits another
 * call of its own key, as over a callback, waits for itself until that times out.
 *
 * @example Let no two calls for one account overlap
 * ```ts
 * import { connect, KeySerializedScheduler, RpcConnection, tcpTransport } from "@x/rpcbench/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * let balance = 100;
 * class Account {
 *   async withdraw(amount: number): Promise<number> {
 *     const before = balance;
 *     await new Promise((resolve) => setTimeout(resolve, 1));
 *     return balance = before - amount;
 *   }
 * }
 *
 * const scheduler = new KeySerializedScheduler();
 * using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const accepted = listener.accept().then((socket) =>
 *   RpcConnection.open(tcpTransport(socket), { service: Account, scheduler })
 * );
 * const { port } = listener.addr;
 * await using connection = await connect<Account>({ port });
 * await using _served = await accepted;
 *
 * const account = connection.with({ orderingKey: "account 1" });
 * await Promise.all([account.withdraw(30), account.withdraw(50)]);
 * assertEquals(balance, 20);
 * assertEquals(scheduler.keys, 0);
 * ```
 */
export class KeySerializedScheduler implements Scheduler {
  /** See {@linkcode SchedulerName}. */
  readonly name = "key_serialized";
  /** Who waits behind the call of each key that has its turn. */
  readonly #lines = new Map<string, Line>();
  #running = 0;
  #waiting = 0;

  /** How many calls run. */
  get running(): number {
    return this.#running;
  }

  /** How many calls wait for their turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /** How many ordering keys those have that run or wait. */
  get keys(): number {
    return this.#lines.size;
  }

  /** Takes a call in; returns whether it is the only one of its key. */
  enter(call: ScheduledCall): boolean {
    const { orderingKey } = call;
    if (orderingKey !== undefined) {
      const line = this.#lines.get(orderingKey);
      if (line !== undefined) {
        line.waiting.add(call);
        this.#waiting++;
        return false;
      }
      this.#lines.set(orderingKey, new Line());
    }
    this.#running++;
    return true;
  }

  /** Lets a call go, and the next of its key have its turn. */
  leave(call: ScheduledCall): void {
    const { orderingKey } = call;
    const line = orderingKey === undefined
      ? undefined
      : this.#lines.get(orderingKey);
    if (line?.waiting.delete(call)) {
      this.#waiting--;
      return;
    }
    const next = line?.next();
    if (next !== undefined) {
      this.#waiting--;
      next.proceed();
      return;
    }
    if (orderingKey !== undefined) this.#lines.delete(orderingKey);
    this.#running--;
  }
}

/** The calls of one key that wait for another, as they arrived. */
class Line {
  readonly waiting = new Set<ScheduledCall>();
  // Kept, since a fresh one would first have to pass all that has left.
  readonly #order = this.waiting.values();

  /** Takes out whose turn is next; once there is nobody, there never is. */
  next(): ScheduledCall | undefined {
    const { value } = this.#order.next();
    if (value !== undefined) this.waiting.delete(value);
    return value;
  }
}

/**
 * The scheduler that a program named or gave.
 *
 * @throws {TypeError} for a name that is none.
 */
export function schedulerOf(
  scheduler: Scheduler | SchedulerName = "exit_ordered",
): Scheduler {
  if (typeof scheduler === "object") return scheduler;
  switch (scheduler) {
    case "exit_ordered":
      return new ExitOrderedScheduler();
    case "key_serialized":
      return new KeySerializedScheduler();
  }
  throw new TypeError(
    `scheduler is ${JSON.stringify(scheduler)}; it takes ${
      SCHEDULER_NAMES.join(" or ")
    }`,
  );
}
