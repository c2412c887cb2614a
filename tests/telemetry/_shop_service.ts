import { RpcTarget } from "../../rpc/mod.ts";

/** A remote object with properties. */
export class User extends RpcTarget {
  readonly #number: number;

  constructor(number: number) {
    super();
    this.#number = number;
  }

  get name(): string {
    return `user ${this.#number}`;
  }

  get email(): string {
    return `${this.#number}@example.org`;
  }

  greet(): string {
    return `Hello, ${this.name}`;
  }
}

/** What the tests of the telemetry call. */
export class ShopService extends RpcTarget {
  ping(): string {
    return "pong";
  }

  fail(): number {
    throw new TypeError("out of stock");
  }

  async sleep(seconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  }

  never(): Promise<number> {
    return new Promise(() => {});
  }

  user(number: number): User {
    return new User(number);
  }

  users(count: number): User[] {
    return Array.from({ length: count }, (_, number) => new User(number));
  }

  store(bytes: Uint8Array): number {
    return bytes.length;
  }

  load(size: number, seed: number): Uint8Array {
    return new Uint8Array(size).fill(seed);
  }

  /** Calls back, as often as it is told to, one after the other. */
  async ask(
    times: number,
    callback: (turn: number) => unknown,
  ): Promise<void> {
    for (let turn = 0; turn < times; turn++) await callback(turn);
  }
}
