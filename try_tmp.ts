import { obtain, type Remote, retain, RpcTarget } from "./rpc/mod.ts";
import { connectedPair } from "./tests/rpc/_connected_pair.ts";

class Order extends RpcTarget {
  constructor(n: number) {
    super();
    this.total = n;
  }
  static override offers = ["total"];
  total: number;
}
class Orders extends RpcTarget {
  get first(): Order {
    return new Order(7);
  }
  list(): Order[] {
    return [new Order(1), new Order(2)];
  }
}
class User extends RpcTarget {
  #name = "Ada";
  get name() {
    return this.#name;
  }
  set name(v: string) {
    this.#name = v;
  }
  get orders(): Orders {
    return new Orders();
  }
  get self(): User {
    return this;
  }
}
class Service {
  getUser(_id: number): User {
    return new User();
  }
  kept: Remote<(n: number) => number> | undefined;
  async deep(
    n: number,
    back: Remote<(n: number) => Promise<number>>,
  ): Promise<number> {
    return n === 0 ? 0 : 1 + await back(n - 1);
  }
  keep(f: Remote<(n: number) => number>) {
    this.kept = retain(f);
  }
  async use(): Promise<number> {
    return await this.kept!(4);
  }
  greet(user: User): string {
    return user.name;
  }
  numbers(n: number) {
    return (async function* () {
      for (let i = 0; i < n; i++) yield { i };
    })();
  }
  async sum(s: ReadableStream<{ i: number }>): Promise<number> {
    let t = 0;
    for await (const { i } of s) t += i;
    return t;
  }
  bytes(n: number): ReadableStream<Uint8Array> {
    let left = n;
    const chunk = new Uint8Array(256 * 1024);
    return new ReadableStream({
      type: "bytes",
      pull(c) {
        if (left <= 0) {
          c.close();
          return;
        }
        const k = Math.min(left, chunk.length);
        left -= k;
        c.enqueue(new Uint8Array(k));
      },
    });
  }
  adder() {
    return (a: number, b: number) => a + b;
  }
}
await using pair = await connectedPair(Service);
const { root } = pair.client;
console.log(await root.getUser(1).orders.first.total);
await new Promise((r) => setTimeout(r, 20));
console.log(pair.client.references, pair.server.references);
{
  using user = await root.getUser(1);
  console.log(await user.name, await user.orders.first.total);
  await user.$set("name", "Grace");
  console.log(await obtain(user), await user.name, await root.greet(user));
  console.log(pair.client.references, pair.server.references);
}
await new Promise((r) => setTimeout(r, 20));
console.log(pair.client.references, pair.server.references);
const back = async (n: number): Promise<number> =>
  n === 0 ? 0 : 1 + await root.deep(n - 1, back);
console.log(await root.deep(500, back));
await root.keep((n: number) => n * 2);
console.log(await root.use());
console.log(await root.adder()(2, 3));
let t = 0;
for await (const { i } of await root.numbers(10000)) t += i;
console.log(t);
console.log(
  await root.sum((async function* () {
    for (let i = 0; i < 1000; i++) yield { i };
  })()),
);
let n = 0;
const start = performance.now();
for await (const c of await root.bytes(100e6)) n += c.length;
console.log(n, 100 / (performance.now() - start) * 1000 | 0, "MB/s");
console.log(
  await pair.client.batch((root) =>
    Promise.all([root.adder()(1, 2), root.getUser(1).name])
  ),
);
const u = root.getUser(1);
console.log(await u.name);
try {
  console.log(await u.name);
} catch (e) {
  console.log(String(e));
}
await new Promise((r) => setTimeout(r, 20));
console.log(
  pair.client.references,
  pair.server.references,
  pair.client.callsInFlight,
);
