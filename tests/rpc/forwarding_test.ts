import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { obtain, type Remote, retain, RpcTarget } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { type User, UserService } from "./_users_service.ts";

/** Stands between two connections, and passes on what it has of one. */
class Middle {
  static users: Remote<UserService>;

  async user(id: number): Promise<Remote<User>> {
    return await Middle.users.getUser(id);
  }
  adder(): Promise<Remote<(a: number, b: number) => number>> {
    return Middle.users.adder();
  }
  async map(
    numbers: number[],
    f: Remote<(n: number) => number>,
  ): Promise<number[]> {
    return await Promise.all(numbers.map((n) => Middle.users.apply(f, n)));
  }
  isUser(id: number, user: Remote<User>): Promise<boolean> {
    return Middle.users.isUser(id, user);
  }
}

/** What it looks like from the other side. */
interface Seen {
  user(id: number): User;
  adder(): (a: number, b: number) => number;
  map(numbers: number[], f: (n: number) => number): number[];
  isUser(id: number, user: User): boolean;
}

Deno.test("a reference of one connection works when passed on over another", async () => {
  await using far = await connectedPair(UserService);
  await using near = await connectedPair<Middle, Seen>(Middle);
  Middle.users = far.client.root;
  const { root } = near.client;

  using user = await root.user(1);
  assertEquals(await user.name, "Ada");
  assertEquals(await user.orders.first.total, 7);
  await user.$set("name", "Grace");
  using renamed = await user.rename("Edsger");
  assertEquals(await renamed.id, 1);
  assertEquals(await obtain(user.orders.first), { total: 7 });
  using add = await root.adder();
  assertEquals(await add(2, 3), 5);
  await assertRejects(
    async () => await Reflect.get(user, "age"),
    TypeError,
    'User has no property "age"',
  );
  assertEquals(await root.user(2).orders.list(3)[2].total, 2);
});

Deno.test("a callback passed on twice is called at its home", async () => {
  await using far = await connectedPair(UserService);
  await using near = await connectedPair<Middle, Seen>(Middle);
  Middle.users = far.client.root;
  const doubled = await near.client.root.map([1, 2, 3], (n: number) => 2 * n);
  assertEquals(doubled, [2, 4, 6]);
});

Deno.test("what was passed on twice comes home as itself", async () => {
  await using far = await connectedPair(UserService);
  await using near = await connectedPair<Middle, Seen>(Middle);
  Middle.users = far.client.root;
  using user = await near.client.root.user(1);
  assertEquals(await near.client.root.isUser(1, user), true);
  assertEquals(await near.client.root.isUser(2, user), false);
});

Deno.test("a stream passed on twice arrives whole", async () => {
  class Far {
    echo(values: ReadableStream<number>): ReadableStream<number> {
      return values;
    }
  }
  class Near {
    static far: Remote<Far>;
    echo(values: ReadableStream<number>): Promise<ReadableStream<number>> {
      return Near.far.echo(values);
    }
  }
  await using far = await connectedPair(Far);
  await using near = await connectedPair(Near);
  Near.far = far.client.root;
  const numbers = Array.from({ length: 5000 }, (_, i) => i);
  const echoed = await near.client.root.echo(ReadableStream.from(numbers));
  assertEquals(await Array.fromAsync(echoed), numbers);
});

Deno.test("a reference whose own connection has ended says so to who got it", async () => {
  await using near = await connectedPair<Middle, Seen>(Middle);
  let user: Remote<User>;
  {
    await using far = await connectedPair(UserService);
    Middle.users = far.client.root;
    user = await near.client.root.user(1);
    assertEquals(await user.name, "Ada");
  }
  const error = await assertRejects(async () => await user.name, Error);
  assertEquals(error.name, "ConnectionLostError");
});

Deno.test("two connections to one service are two parties", async () => {
  class Room {
    static readonly #guests: Remote<(text: string) => void>[] = [];
    join(guest: Remote<(text: string) => void>): void {
      Room.#guests.push(retain(guest));
    }
    async say(text: string): Promise<void> {
      await Promise.all(Room.#guests.map((guest) => guest(text)));
    }
  }
  const heard: string[] = [];
  await using one = await connectedPair(Room);
  await using two = await connectedPair(Room);
  await one.client.root.join((text) => void heard.push(`one: ${text}`));
  await two.client.root.join((text) => void heard.push(`two: ${text}`));
  await one.client.root.say("hello");
  assertEquals(heard.toSorted(), ["one: hello", "two: hello"]);
});

Deno.test("an object lent to two connections is one object", async () => {
  class Mine extends RpcTarget {}
  class Echo {
    echo(value: unknown): unknown {
      return value;
    }
  }
  await using one = await connectedPair(Echo);
  await using two = await connectedPair(Echo);
  const mine = new Mine();
  assertStrictEquals(await one.client.root.echo(mine), mine);
  assertStrictEquals(await two.client.root.echo(mine), mine);
});
