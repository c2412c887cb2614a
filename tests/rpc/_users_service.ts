import { type Remote, retain, RpcTarget } from "../../rpc/mod.ts";

/** A leaf: one field that it offers, and one that it does not. */
export class Order extends RpcTarget {
  static override readonly offers: readonly string[] = ["total"];
  readonly total: number;
  readonly margin = 3;

  constructor(total: number) {
    super();
    this.total = total;
  }
}

/** A target that hands out others. */
export class Orders extends RpcTarget {
  get first(): Order {
    return new Order(7);
  }
  list(count: number): Order[] {
    return Array.from({ length: count }, (_, i) => new Order(i));
  }
}

/** A target with accessors, of which one can be set, and a method. */
export class User extends RpcTarget {
  readonly #id: number;
  #name = "Ada";

  constructor(id: number) {
    super();
    this.#id = id;
  }
  get id(): number {
    return this.#id;
  }
  get name(): string {
    return this.#name;
  }
  set name(name: string) {
    this.#name = name;
  }
  get orders(): Orders {
    return new Orders();
  }
  rename(name: string): this {
    this.#name = name;
    return this;
  }
}

/** What most tests of references call. */
export class UserService {
  readonly #users = new Map<number, User>();
  #kept: Remote<(n: number) => number> | undefined;

  /** The same user for the same number. */
  getUser(id: number): User {
    let user = this.#users.get(id);
    if (user === undefined) {
      user = new User(id);
      this.#users.set(id, user);
    }
    return user;
  }
  isUser(id: number, user: User): boolean {
    return this.#users.get(id) === user;
  }
  greet(user: User): string {
    return `Hello, ${user.name}`;
  }
  later(): Promise<{ inner: { list: number[] } }> {
    return Promise.resolve({ inner: { list: [5, 6] } });
  }
  echo(value: unknown): unknown {
    return value;
  }
  add(a: number, b: number): number {
    return a + b;
  }
  adder(): (a: number, b: number) => number {
    return (a, b) => a + b;
  }
  record(): { readonly owner: User; readonly tags: readonly string[] } {
    return { owner: this.getUser(1), tags: ["a", "b"] };
  }
  apply(f: Remote<(n: number) => number>, n: number): Promise<number> {
    return f(n);
  }
  keep(f: Remote<(n: number) => number>): void {
    this.#kept = f;
  }
  retain(f: Remote<(n: number) => number>): void {
    this.#kept = retain(f);
  }
  async useKept(n: number): Promise<number> {
    if (this.#kept === undefined) throw new Error("nothing is kept");
    return await this.#kept(n);
  }
  fail(message: string): User {
    throw new RangeError(message);
  }
}
