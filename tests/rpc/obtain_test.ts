import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { obtain, RpcTarget } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { countedPair } from "./_counted_pair.ts";

class Leaf extends RpcTarget {
  static override readonly offers: readonly string[] = ["label"];
  readonly label: string;
  private readonly secret = "secret";
  constructor(label: string) {
    super();
    this.label = label;
  }
}

class Tree extends RpcTarget {
  readonly #leaves = [new Leaf("a"), new Leaf("b")];
  readonly #parent: Tree | undefined;

  constructor(parent?: Tree) {
    super();
    this.#parent = parent;
  }
  get parent(): Tree | undefined {
    return this.#parent;
  }
  get self(): this {
    return this;
  }
  get leaves(): Leaf[] {
    return this.#leaves;
  }
  get byLabel(): Map<string, Leaf> {
    return new Map(this.#leaves.map((leaf) => [leaf.label, leaf]));
  }
  get all(): Set<Leaf> {
    return new Set(this.#leaves);
  }
  get later(): Promise<{ leaf: Leaf; at: Date }> {
    return Promise.resolve({ leaf: this.#leaves[0], at: new Date(5) });
  }
  set ignored(_value: number) {}
  size(): number {
    return 2;
  }
}

class Broken extends RpcTarget {
  get fine(): number {
    return 1;
  }
  get broken(): Promise<never> {
    return Promise.reject(new RangeError("cannot be read"));
  }
}

/** Each read makes new ones, so that no copy of it would ever be complete. */
class Chain extends RpcTarget {
  get next(): Chain {
    return new Chain();
  }
}
class Widening extends RpcTarget {
  static made = 0;
  readonly #depth: number;
  constructor(depth: number) {
    super();
    this.#depth = depth;
    Widening.made++;
  }
  get children(): Widening[] {
    return this.#depth === 0
      ? []
      : Array.from({ length: 10 }, () => new Widening(this.#depth - 1));
  }
}

class Forest {
  tree(): Tree {
    return new Tree(new Tree());
  }
  broken(): Broken {
    return new Broken();
  }
  chain(): Chain {
    return new Chain();
  }
  widening(depth: number): Widening {
    return new Widening(depth);
  }
  data(): { list: (Leaf | number)[]; hostile: object } {
    return {
      list: [1, new Leaf("c")],
      hostile: JSON.parse('{"__proto__": {"polluted": true}}'),
    };
  }
  f(): () => number {
    return () => 5;
  }
}

Deno.test("obtain copies a whole graph in one round trip", async () => {
  await using pair = await countedPair(Forest);
  using tree = await pair.client.root.tree();
  const { toServer, toClient } = await pair.proxy.during(async () => {
    const copy = await obtain(tree);
    const [a, b] = copy.leaves;
    assertEquals([a, b], [{ label: "a" }, { label: "b" }]);
    assertEquals(Object.keys(copy).toSorted(), [
      "all",
      "byLabel",
      "later",
      "leaves",
      "parent",
      "self",
    ]);
    // What is one object there is one object here, and cycles stay cycles.
    assertStrictEquals(copy.self, copy);
    assertStrictEquals(copy.byLabel.get("a"), a);
    assertEquals([...copy.all], [a, b]);
    assertStrictEquals([...copy.all][1], b);
    assertStrictEquals(copy.later.leaf, a);
    assertEquals(copy.later.at, new Date(5));
    assertEquals(copy.parent?.leaves[0].label, "a");
    assertEquals(copy.parent?.parent, undefined);
  });
  assertEquals([toServer.requests, toClient.answers], [1, 1]);
  assertEquals(pair.client.references.held, 1);
});

Deno.test("obtain builds on an answer in the frame of its call", async () => {
  await using pair = await countedPair(Forest);
  const { root } = pair.client;
  const { toServer } = await pair.proxy.during(async () => {
    assertEquals(await obtain(root.tree().leaves[1]), { label: "b" });
  });
  assertEquals([toServer.requests, toServer.calls], [1, 2]);
  assertEquals(pair.client.references.held, 0);
});

Deno.test("obtain takes plain data with targets in it", async () => {
  await using pair = await connectedPair(Forest);
  const { list, hostile } = await obtain(pair.client.root.data());
  assertEquals(list, [1, { label: "c" }]);
  assertEquals(Object.getPrototypeOf(hostile), Object.prototype);
  assertEquals(Object.keys(hostile), ["__proto__"]);
  assertEquals(Reflect.get({}, "polluted"), undefined);
});

Deno.test("obtain leaves functions as references", async () => {
  await using pair = await connectedPair(Forest);
  using f = await obtain(pair.client.root.f());
  assertEquals(await f(), 5);
});

Deno.test("a property that throws makes obtain fail with its error", async () => {
  await using pair = await connectedPair(Forest);
  const { root } = pair.client;
  await assertRejects(
    () => obtain(root.broken()),
    RangeError,
    "cannot be read",
  );
});

Deno.test("what is nested without an end cannot be obtained", async () => {
  await using pair = await connectedPair(Forest);
  await assertRejects(
    () => obtain(pair.client.root.chain()),
    RangeError,
    "what is to be obtained is nested deeper than the 256 levels that the other end accepts",
  );
});

Deno.test("what has too many parts is not copied to its end", async () => {
  await using pair = await connectedPair(Forest, {
    client: { limits: { itemCount: 1000 } },
  });
  const { root } = pair.client;
  assert((await obtain(root.widening(2))).children.length === 10);
  Widening.made = 0;
  // A complete copy would have a billion.
  await assertRejects(
    () => obtain(root.widening(9)),
    RangeError,
    "what is to be obtained has more than the 1000 items that the other end accepts",
  );
  assert(Widening.made < 2000, `${Widening.made}`);
});

Deno.test("obtain takes only what is remote", async () => {
  for (const value of [5, {}, "text", () => {}, Promise.resolve()]) {
    const error = await assertRejects(() =>
      Reflect.apply(obtain, undefined, [value])
    );
    assertInstanceOf(error, TypeError);
    assertEquals(
      error.message,
      `obtain takes something remote; it got ${typeof value}`,
    );
  }
});

Deno.test("a service is obtained as far as it is a target", async () => {
  class Shop extends RpcTarget {
    get open(): boolean {
      return true;
    }
    buy(): void {}
  }
  await using pair = await connectedPair(Shop);
  const copy = await Reflect.apply(obtain, undefined, [pair.client.root]);
  assertEquals(copy, { open: true });

  await using plain = await connectedPair(Forest);
  await assertRejects(
    () => Reflect.apply(obtain, undefined, [plain.client.root]),
    TypeError,
    "an instance of Forest, which cannot be sent",
  );
});
