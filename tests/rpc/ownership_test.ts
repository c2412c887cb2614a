import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Remote, retain, RpcTarget } from "../../rpc/mod.ts";
import { type ConnectedPair, connectedPair } from "./_connected_pair.ts";
import { countedPair } from "./_counted_pair.ts";
import { eventually } from "./_eventually.ts";
import { UserService } from "./_users_service.ts";

/** Resolves once neither end holds anything of the other. */
async function nothingHeld(pair: ConnectedPair<object>): Promise<void> {
  for (const { references } of [pair.client, pair.server]) {
    assertEquals(references.held, 0);
  }
  await eventually(() =>
    pair.client.references.lent + pair.server.references.lent === 0
  );
}

Deno.test("using gives a reference back at the end of its scope", async () => {
  await using pair = await connectedPair(UserService);
  {
    using user = await pair.client.root.getUser(1);
    assertEquals(await user.name, "Ada");
    assertEquals(pair.client.references, { held: 1, lent: 0 });
    assertEquals(pair.server.references, { held: 0, lent: 1 });
  }
  await nothingHeld(pair);
});

Deno.test("a disposed reference says so, whatever it is used for", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  const user = await root.getUser(1);
  const add = await root.adder();
  for (const reference of [user, add]) {
    reference[Symbol.dispose]();
    reference[Symbol.dispose]();
  }
  const told = "the reference to User has been released";
  await assertRejects(async () => await user.name, ReferenceError, told);
  await assertRejects(() => user.rename("x"), ReferenceError, told);
  await assertRejects(() => user.$set("name", "x"), ReferenceError, told);
  await assertRejects(() => root.greet(user), ReferenceError, told);
  assertThrows(() => retain(user), ReferenceError, told);
  await assertRejects(() => add(1, 2), ReferenceError, "function");
  await nothingHeld(pair);
});

Deno.test("each handle on an object is disposed on its own", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  const first = await root.getUser(1);
  const second = await root.getUser(1);
  const third = retain(first);
  first[Symbol.dispose]();
  assertEquals(await second.name, "Ada");
  second[Symbol.dispose]();
  assertEquals(await third.name, "Ada");
  assertEquals(pair.client.references.held, 1);
  third[Symbol.dispose]();
  await nothingHeld(pair);
});

Deno.test("an object that is on its way again is not lost by a release", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  for (let i = 0; i < 200; i++) {
    const asked = root.getUser(1);
    const old = await root.getUser(1);
    old[Symbol.dispose]();
    using user = await asked;
    if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 6));
    assertEquals(await user.id, 1);
  }
  await nothingHeld(pair);
});

Deno.test("the references of arguments end with their call", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  await root.keep((n) => n * 2);
  await assertRejects(
    async () => await root.useKept(4),
    ReferenceError,
    "has been released; what must outlive its call, or its use in one expression, is held by retain() or using",
  );
  await nothingHeld(pair);
});

Deno.test("retain keeps an argument beyond its call", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  await root.retain((n) => n * 2);
  assertEquals(await root.useKept(4), 8);
  assertEquals(await root.useKept(5), 10);
  assertEquals(pair.client.references.lent, 1);
});

Deno.test("the arguments of a call that fails are given back as well", async () => {
  class Failing {
    now(_f: Remote<() => void>): void {
      throw new Error("failed");
    }
    async later(f: Remote<() => void>): Promise<void> {
      await f();
      throw new Error("failed");
    }
  }
  await using pair = await connectedPair(Failing);
  const { root } = pair.client;
  await assertRejects(() => root.now(() => {}), Error, "failed");
  await assertRejects(() => root.later(() => {}), Error, "failed");
  await assertRejects(
    () => pair.client.call("none", [() => {}]),
    TypeError,
  );
  await nothingHeld(pair);
});

Deno.test("what comes with an answer that nobody waits for is given back", async () => {
  const gate = Promise.withResolvers<void>();
  class Late {
    async make(): Promise<unknown> {
      await gate.promise;
      return [() => {}, new (class extends RpcTarget {})()];
    }
    open(): void {
      gate.resolve();
    }
  }
  await using pair = await connectedPair(Late);
  const { client } = pair;
  const given = client.with({ timeout: 0.01 }).make();
  await assertRejects(() => given);
  await client.root.open();
  await eventually(() => client.callsInFlight === 0);
  await nothingHeld(pair);
});

Deno.test("disposing an answer that has not come releases what comes with it", async () => {
  await using pair = await connectedPair(UserService);
  {
    using _user = pair.client.root.getUser(1);
  }
  await eventually(() => pair.client.callsInFlight === 0);
  await nothingHeld(pair);
});

Deno.test("many references are given back in few frames", async () => {
  await using pair = await countedPair(UserService);
  using orders = await pair.client.root.getUser(1).orders;
  const thousand = await orders.list(1000);
  await eventually(() => pair.server.references.lent === 1001);
  const { toServer } = await pair.proxy.during(async () => {
    for (const order of thousand) order[Symbol.dispose]();
    await eventually(() => pair.server.references.lent === 1);
  });
  assertEquals([toServer.releases, toServer.released], [4, 1000]);
});

Deno.test("a peer that takes few items at once gets releases of few", async () => {
  await using pair = await connectedPair(UserService, {
    server: { limits: { itemCount: 64 } },
  });
  const orders = await pair.client.root.getUser(1).orders.list(500);
  for (const order of orders) order[Symbol.dispose]();
  await eventually(() => pair.server.references.lent === 0);
  assertEquals(await pair.client.root.add(1, 2), 3);
});

Deno.test("a call that waits for room holds what it passes and calls", async () => {
  const gate = Promise.withResolvers<void>();
  class Busy extends UserService {
    wait(): Promise<void> {
      return gate.promise;
    }
  }
  class Service extends RpcTarget {
    readonly #busy = new Busy();
    wait(): Promise<void> {
      return this.#busy.wait();
    }
    getUser(id: number) {
      return this.#busy.getUser(id);
    }
    greet(user: Parameters<Busy["greet"]>[0]) {
      return this.#busy.greet(user);
    }
    open(): void {
      gate.resolve();
    }
  }
  await using pair = await connectedPair(Service, {
    server: { limits: { callsInFlight: 1 } },
  });
  const { root } = pair.client;
  const user = await root.getUser(1);
  const waiting = root.wait();
  const answers = [root.greet(user), user.rename("Grace").name];
  user[Symbol.dispose]();
  // Longer than releases are gathered for: they would leave before the calls.
  await new Promise((resolve) => setTimeout(resolve, 20));
  gate.resolve();
  await waiting;
  assertEquals(await Promise.all(answers), ["Hello, Ada", "Grace"]);
  await eventually(() => pair.server.references.lent === 0);
});

Deno.test("10,000 references on a connection that closes are gone at both ends", async () => {
  await using pair = await connectedPair(UserService);
  const { client, server } = pair;
  const orders = await client.root.getUser(1).orders.list(10_000);
  await eventually(() => server.references.lent === 10_000);
  const more = client.root.getUser(2).orders.list(10_000);
  more.catch(() => {});
  const reading = orders.map((order) => order.total);
  const outcomes = Promise.allSettled(reading);
  await client.close();
  await server.closed;
  await outcomes;
  const nothing = { held: 0, lent: 0 };
  assertEquals([client.references, server.references], [nothing, nothing]);
  await assertRejects(async () => await orders[0].total, Error, "is closed");
  for (const order of orders) order[Symbol.dispose]();
  assertThrows(() => retain(orders[0]));
});
