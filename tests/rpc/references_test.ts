import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { type Remote, RpcTarget, withCallOptions } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { TRANSPORT_KINDS } from "./_transport_kinds.ts";
import { User, UserService } from "./_users_service.ts";

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`${kind.name}: a target's methods and properties are those of the one object`, async () => {
    await using pair = await connectedPair(UserService, { kind });
    const { root } = pair.client;
    using user = await root.getUser(1);
    using same = await root.getUser(1);
    assertEquals(await user.name, "Ada");
    await user.$set("name", "Grace");
    assertEquals(await same.name, "Grace");
    using renamed = await user.rename("Edsger");
    assertEquals(await renamed.name, "Edsger");
    assertEquals(await root.isUser(1, renamed), true);
  });

  Deno.test(`${kind.name}: functions are called where they were made`, async () => {
    await using pair = await connectedPair(UserService, { kind });
    const { root } = pair.client;
    using add = await root.adder();
    assertEquals(await add(2, 3), 5);
    let calls = 0;
    const twice = (n: number) => {
      calls++;
      return 2 * n;
    };
    assertEquals(await root.apply(twice, 21), 42);
    assertEquals(calls, 1);
  });
}

/** Keeps what it was given, and gives it back. */
class Keeper {
  static given: unknown;
  static readonly own = new User(0);

  give(value: unknown): void {
    Keeper.given = value;
  }
  giveBack(value: unknown): unknown {
    return value;
  }
  own(): User {
    return Keeper.own;
  }
  wrapped(): unknown {
    const { own } = Keeper;
    const f = () => 5;
    return {
      array: [own, f],
      map: new Map<unknown, unknown>([[own, f]]),
      set: new Set([own]),
      error: new Error("with cause", { cause: { own } }),
    };
  }
  takeOwn(values: unknown[]): boolean[] {
    return values.map((value) => value === Keeper.own);
  }
}

Deno.test("what returns home is the very object", async () => {
  await using pair = await connectedPair(Keeper);
  const { root } = pair.client;
  using own = await root.own();
  assertEquals(await root.takeOwn([own, own, [own]]), [true, true, false]);

  class Mine extends RpcTarget {}
  const mine = new Mine();
  const f = () => {};
  const wrapped = {
    array: [mine],
    map: new Map<unknown, unknown>([[f, mine]]),
  };
  const back = await root.giveBack(wrapped);
  assertEquals(back, wrapped);
  assert(typeof back === "object" && back !== null && "array" in back);
  assert(Array.isArray(back.array));
  assertStrictEquals(back.array[0], mine);
  assertStrictEquals(await root.giveBack(f), f);
});

Deno.test("references cross within arrays, maps, sets, objects and causes of errors", async () => {
  await using pair = await connectedPair(Keeper);
  const received = await pair.client.root.wrapped();
  assert(isRecord(received));
  const { array, map, set, error } = received;
  assert(Array.isArray(array) && map instanceof Map && set instanceof Set);
  assertInstanceOf(error, Error);
  assert(isRecord(error.cause));
  const [own, f] = array;
  assertEquals(await f(), 5);
  assertEquals(await own.name, "Ada");
  // Within one message the same object is the same reference.
  assertEquals([...map], [[own, f]]);
  assertStrictEquals([...map.keys()][0], own);
  assertStrictEquals([...set][0], own);
  assertStrictEquals(error.cause.own, own);
});

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

Deno.test("an object that crosses in two messages is two references to one object", async () => {
  await using pair = await connectedPair(Keeper);
  const { root } = pair.client;
  using one = await root.own();
  using other = await root.own();
  assert(one !== other);
  assertEquals(await root.takeOwn([one, other]), [true, true]);
  assertEquals(pair.client.references.held, 1);
});

/** What each class of a chain offers, keeps back, and overrides. */
class Base extends RpcTarget {
  static override readonly offers: readonly string[] = ["field", "missing"];
  readonly field: string = "base field";
  readonly hidden = "hidden";
  inherited(): string {
    return "inherited";
  }
  overridden(): string {
    return "base";
  }
  get computed(): Promise<string> {
    return Promise.resolve("computed");
  }
  get broken(): string {
    throw new RangeError("no such thing");
  }
  set sink(_value: number) {}
  _private(): void {}
}
class Derived extends Base {
  static override readonly offers: readonly string[] = ["extra", "_secret"];
  readonly extra = "extra";
  readonly _secret = "secret";
  override overridden(): string {
    return "derived";
  }
}
class Chain {
  derived(): Derived {
    return new Derived();
  }
  read(target: Remote<Derived>): Promise<string> {
    return target.overridden();
  }
}

Deno.test("a target offers what all its classes offer, and nothing else", async () => {
  await using pair = await connectedPair(Chain);
  using derived = await pair.client.root.derived();
  assertEquals(await derived.inherited(), "inherited");
  assertEquals(await derived.overridden(), "derived");
  assertEquals(await derived.field, "base field");
  assertEquals(await derived.extra, "extra");
  assertEquals(await derived.computed, "computed");
  await assertRejects(
    async () => await derived.broken,
    RangeError,
    "no such thing",
  );
  const face: object = derived;
  for (
    const name of [
      "hidden",
      "_secret",
      "_private",
      "sink",
      "constructor",
      "__proto__",
      "toString",
      "hasOwnProperty",
      "overridden",
      "none",
    ]
  ) {
    await assertRejects(async () => await Reflect.get(face, name), TypeError);
  }
  for (const name of ["field", "computed", "_private", "toString", "none"]) {
    await assertRejects(
      async () => await Reflect.get(face, name)(),
      TypeError,
      `Derived has no method "${name}"`,
    );
  }
});

Deno.test("a field that is offered but not there reads as undefined", async () => {
  await using pair = await connectedPair(Chain);
  using derived = await pair.client.root.derived();
  const face: object = derived;
  assertEquals(await Reflect.get(face, "missing"), undefined);
});

Deno.test("what has no setter cannot be set", async () => {
  await using pair = await connectedPair(Chain);
  using derived = await pair.client.root.derived();
  await derived.$set("sink", 5);
  const face: object = derived;
  for (const name of ["field", "computed", "overridden", "hidden", "none"]) {
    await assertRejects(
      async () => await Reflect.get(face, "$set")(name, 1),
      TypeError,
      `Derived has no property "${name}" that can be set`,
    );
  }
});

Deno.test("to assign to a reference says how to set a property", async () => {
  await using pair = await connectedPair(UserService);
  using user = await pair.client.root.getUser(1);
  for (const name of ["name", "age"]) {
    assertThrows(
      () => Reflect.set(user, name, "Grace"),
      TypeError,
      `${name} is at the other end of a connection; set it by $set(name, value)`,
    );
  }
  assertEquals(await user.name, "Ada");
});

Deno.test("both ends hold references to objects of the other", async () => {
  class Mine extends RpcTarget {
    readonly #values: number[] = [];
    push(n: number): number {
      return this.#values.push(n);
    }
    get sum(): number {
      return this.#values.reduce((a, b) => a + b, 0);
    }
  }
  class Adder {
    async addAll(target: Remote<Mine>, count: number): Promise<number> {
      for (let i = 1; i <= count; i++) await target.push(i);
      return await target.sum;
    }
  }
  await using pair = await connectedPair(Adder);
  assertEquals(await pair.client.root.addAll(new Mine(), 10), 55);
});

Deno.test("a service that is a target offers its accessors and what it inherits", async () => {
  class Store extends RpcTarget {
    static override readonly offers: readonly string[] = ["version"];
    readonly version = 3;
    get size(): number {
      return 5;
    }
  }
  class Shop extends Store {
    buy(): string {
      return "bought";
    }
  }
  await using pair = await connectedPair(Shop);
  const { root } = pair.client;
  assertEquals(
    await Promise.all([root.version, root.size, root.buy()]),
    [3, 5, "bought"],
  );
});

Deno.test("options for a reference hold for all calls through it", async () => {
  class Slow extends RpcTarget {
    never(): Promise<never> {
      return new Promise(() => {});
    }
    get self(): this {
      return this;
    }
  }
  class Service {
    slow(): Slow {
      return new Slow();
    }
    never(): () => Promise<never> {
      return () => new Promise(() => {});
    }
  }
  await using pair = await connectedPair(Service);
  const { root } = pair.client;
  const timeout = 0.02;
  using slow = await root.slow();
  const hasty = withCallOptions(slow, { timeout });
  using never = await root.never();
  for (
    const attempt of [
      () => hasty.never(),
      () => hasty.self.never(),
      () => withCallOptions(never, { timeout })(),
      () => withCallOptions(root.slow().self, { timeout }).never(),
      () => withCallOptions(root, { timeout }).slow().never(),
    ]
  ) {
    await assertRejects(attempt, Error, "no reply within 0.02 s");
  }
});

Deno.test("a remote object does not pass for text, and JSON leaves it out", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  using user = await root.getUser(1);
  using answer = root.getUser(1);
  for (const remote of [root, user, user.name, answer]) {
    let message = "";
    try {
      message = `${remote}`;
    } catch (error) {
      assertInstanceOf(error, TypeError);
      message = error.message;
    }
    assert(message.endsWith("await it first"), message);
  }
  assertEquals(JSON.stringify({ user, n: 1 }), '{"n":1}');
  await answer;
});

Deno.test("what cannot be passed by reference names the path to it", async () => {
  await using pair = await connectedPair(Keeper);
  const { root } = pair.client;
  using own = await root.own();
  using answer = root.own();
  const cases: [unknown, string][] = [
    [[root], "giveBack: argument 1[0] is the other end's service"],
    [{ a: own.name }, "giveBack: argument 1.a is a remote property"],
    [{ a: answer }, "giveBack: argument 1.a is the answer of a call"],
    [new (class Plain {})(), "giveBack: argument 1 is an instance of Plain"],
  ];
  for (const [value, message] of cases) {
    await assertRejects(() => root.giveBack(value), TypeError, message);
  }
  assertEquals(await root.takeOwn([await answer]), [true]);
  // What the failed calls would have passed was taken back.
  const f = () => {};
  await assertRejects(() => root.giveBack([f, Symbol()]), TypeError);
  assertEquals(pair.client.references.lent, 0);
});
