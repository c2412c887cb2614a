/**
 * What the profiling examples call: a shop with its users, their orders, and
 * what a report on them takes. It runs in a server process of its own.
 */
import { type Remote, RpcTarget } from "@x/rpcbench/rpc";

/** A user as plain data: one answer has all of it. */
export interface UserRecord {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly status: "active" | "asleep";
}

/** An order, by reference. */
export class Order extends RpcTarget {
  static override readonly offers = ["total"];
  readonly total: number;

  constructor(total: number) {
    super();
    this.total = total;
  }
}

/** The orders of a user, by reference. */
export class Orders extends RpcTarget {
  readonly #userId: number;

  constructor(userId: number) {
    super();
    this.#userId = userId;
  }

  get first(): Order {
    return new Order(this.#userId * 10);
  }
}

/** A user, by reference: whoever holds it asks for each property. */
export class User extends RpcTarget implements UserRecord {
  static override readonly offers = ["id", "name", "email", "status"];
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly status = "active";

  constructor(id: number) {
    super();
    this.id = id;
    this.name = `user ${id}`;
    this.email = `user${id}@example.com`;
  }

  get orders(): Orders {
    return new Orders(this.id);
  }
}

/** The rules of a report, which the server keeps once it has them. */
export class Rules extends RpcTarget {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super();
    this.#bytes = bytes;
  }

  check(id: number): boolean {
    return this.#bytes[id % this.#bytes.length] < 128;
  }
}

/** Says yes or no to an amount, and may ask somebody else. */
export type Approve = (amount: number) => boolean | Promise<boolean>;

/** The shop. */
export default class ShopService extends RpcTarget {
  /** A user by reference. */
  getUser(id: number): User {
    return new User(id);
  }

  /** A user as plain data. */
  getUserRecord(id: number): UserRecord {
    const { name, email, status } = new User(id);
    return { id, name, email, status };
  }

  /** Many users as plain data. */
  getUserRecords(ids: readonly number[]): UserRecord[] {
    return ids.map((id) => this.getUserRecord(id));
  }

  /** Checks a user by rules that come along with each call. */
  check(id: number, rules: Uint8Array): boolean {
    return new Rules(rules).check(id);
  }

  /** Takes rules once; what it returns checks users by them. */
  openRules(rules: Uint8Array): Rules {
    return new Rules(rules);
  }

  /** Takes its time. */
  async totalOf(_id: number): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return 1;
  }

  /** Imports rows, and says of each that it is done. */
  async importRows(
    rows: number,
    onRow: Remote<(row: number) => void>,
  ): Promise<number> {
    for (let row = 1; row <= rows; row++) await onRow(row);
    return rows;
  }

  /** Imports rows, and says how far it is as a stream. */
  async *importing(rows: number): AsyncGenerator<number> {
    for (let row = 1; row <= rows; row++) yield await Promise.resolve(row);
  }

  /** Asks the next one in a chain, who may come back here. */
  async approve(amount: number, next: Remote<Approve>): Promise<boolean> {
    return amount <= 1 || await next(amount - 1);
  }

  /** Decides for the whole chain at once. */
  approveAll(amounts: readonly number[]): boolean {
    return amounts.every((amount) => amount > 0);
  }
}
