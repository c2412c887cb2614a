import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  CallTimeoutError,
  currentCall,
  withCallOptions,
} from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { countedPair } from "./_counted_pair.ts";
import { eventually } from "./_eventually.ts";
import { TCP } from "./_transport_kinds.ts";
import { UserService } from "./_users_service.ts";

Deno.test("a chain is one request, and its answer is the last one's", async () => {
  await using pair = await countedPair(UserService);
  const { root } = pair.client;
  const { toServer } = await pair.proxy.during(async () => {
    assertEquals(await root.getUser(1).orders.first.total, 7);
  });
  assertEquals([toServer.requests, toServer.calls], [1, 2]);
});

Deno.test("what is built without an await in between leaves in one frame", async () => {
  await using pair = await countedPair(UserService);
  const { root } = pair.client;
  const { toServer } = await pair.proxy.during(async () => {
    const user = root.getUser(1);
    const { orders } = user;
    const answers = await Promise.all([
      user.name,
      user.rename("Grace").id,
      orders.first.total,
      orders.list(3)[2].total,
    ]);
    // Calls are made when they are written, properties read when awaited.
    assertEquals(answers, ["Grace", 1, 7, 2]);
  });
  assertEquals(toServer.requests, 1);
});

Deno.test("independent calls of one tick have a frame each, and one write", async () => {
  let writes = 0;
  await using pair = await connectedPair(UserService, {
    kind: {
      ...TCP,
      async connect(port) {
        const transport = await TCP.connect(port);
        const write = transport.write;
        return {
          ...transport,
          write(bytes) {
            writes++;
            return write(bytes);
          },
        };
      },
    },
  });
  const { root } = pair.client;
  writes = 0;
  assertEquals(
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => root.getUser(i).orders.first.total),
    ),
    Array(50).fill(7),
  );
  assertEquals(writes, 1);

  await using counted = await countedPair(UserService);
  const { toServer } = await counted.proxy.during(() =>
    Promise.all(
      Array.from({ length: 50 }, (_, i) => counted.client.root.getUser(i).name),
    )
  );
  assertEquals(toServer.requests, 50);
});

Deno.test("a call whose answer was awaited is a round trip of its own", async () => {
  await using pair = await countedPair(UserService);
  const { root } = pair.client;
  const { toServer } = await pair.proxy.during(async () => {
    using user = await root.getUser(1);
    using orders = await user.orders;
    using first = await orders.first;
    assertEquals(await first.total, 7);
  });
  assertEquals(toServer.requests, 4);
});

Deno.test("an answer, or a part of it, is the argument of a call in the same frame", async () => {
  await using pair = await countedPair(UserService);
  const { root } = pair.client;
  const { toServer } = await pair.proxy.during(async () => {
    assertEquals(await root.greet(root.getUser(1)), "Hello, Ada");
    assertEquals(await root.add(root.add(1, 2), root.add(3, 4)), 10);
    assertEquals(
      await root.add(root.getUser(5).id, root.getUser(1).orders.first.total),
      12,
    );
    assertEquals(await root.greet(root.record().owner), "Hello, Ada");
    assertEquals(await root.echo(root.record().tags[1]), "b");
  });
  assertEquals(toServer.requests, 5);
});

Deno.test("a value may be set to the answer of another call", async () => {
  await using pair = await countedPair(UserService);
  const { root } = pair.client;
  using user = await root.getUser(1);
  const { toServer } = await pair.proxy.during(() =>
    user.$set("name", root.getUser(2).rename("Grace").name)
  );
  assertEquals(await user.name, "Grace");
  assertEquals(toServer.requests, 1);
});

Deno.test("the server gets the same object twice, not a copy of it", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  assertEquals(await root.isUser(1, root.getUser(1)), true);
  assertEquals(await root.isUser(2, root.getUser(1)), false);
});

Deno.test("a promise on the way is waited for", async () => {
  await using pair = await countedPair(UserService);
  const { root } = pair.client;
  const { toServer } = await pair.proxy.during(async () => {
    const data = root.later();
    assertEquals(await data.inner.list[1], 6);
  });
  assertEquals(toServer.requests, 1);
});

Deno.test("a call that fails fails all that builds on it, with the same error", async () => {
  await using pair = await countedPair(UserService);
  const { root } = pair.client;
  const { toServer } = await pair.proxy.during(async () => {
    const user = root.fail("no such user");
    const { orders } = user;
    const built = [
      user.name,
      orders.first.total,
      orders.list(3)[1].total,
      root.greet(user),
      root.add(1, user.id),
    ];
    for (const outcome of await Promise.allSettled(built)) {
      assert(outcome.status === "rejected");
      assertInstanceOf(outcome.reason, RangeError);
      assertEquals(outcome.reason.message, "no such user");
    }
  });
  assertEquals(toServer.requests, 1);
});

Deno.test("nobody has to handle the failure of a call that others build on", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  // An unhandled rejection would fail the test.
  const user = root.fail("no such user");
  await assertRejects(() => user.name, RangeError);
  const later = root.fail("no such user either");
  await Promise.resolve();
  await assertRejects(() => later.name, RangeError);
});

Deno.test("a path that leads nowhere names what lacks what", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  const user: unknown = root.getUser(1);
  assert(typeof user === "function");
  await assertRejects(
    async () => await Reflect.get(user, "age"),
    TypeError,
    'User has no property "age"',
  );
  const { tags } = root.record();
  await assertRejects(
    async () => await tags[5],
    TypeError,
    'an array has no property "5"',
  );
});

Deno.test("what builds on plain data of an earlier tick needs no frame", async () => {
  await using pair = await countedPair(UserService);
  const record = pair.client.root.record();
  using owner = (await record).owner;
  const { toServer } = await pair.proxy.during(async () => {
    assertEquals(await record.tags[1], "b");
    assertEquals(await record.tags, ["a", "b"]);
    await assertRejects(async () => await record.tags[2], TypeError, '"2"');
  });
  assertEquals(toServer.requests, 0);
  assertEquals(await owner.name, "Ada");
});

Deno.test("what builds on a reference of an earlier tick is one request more", async () => {
  await using pair = await countedPair(UserService);
  using user = pair.client.root.getUser(1);
  await user;
  const { toServer } = await pair.proxy.during(async () => {
    assertEquals(await user.orders.first.total, 7);
  });
  assertEquals([toServer.requests, toServer.calls], [1, 1]);
});

Deno.test("a reference within an answer of an earlier tick outlives the asking", async () => {
  await using pair = await connectedPair(UserService);
  const record = pair.client.root.record();
  await Promise.resolve();
  using owner = await record.owner;
  await eventually(() => pair.client.callsInFlight === 0);
  assertEquals(await owner.name, "Ada");
});

Deno.test("an answer of an earlier tick is no argument before it is awaited", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  using user = root.getUser(1);
  await Promise.resolve();
  const error = await assertRejects(() => root.greet(user), TypeError);
  assertStringIncludes(error.message, "greet: argument 1");
  assertStringIncludes(error.message, "not awaited");
  assertEquals(await root.greet(await user), "Hello, Ada");
});

Deno.test("references of an answer that was only built upon are released", async () => {
  await using pair = await connectedPair(UserService);
  const { root } = pair.client;
  const user = root.getUser(1);
  assertEquals(await Promise.all([user.name, user.id]), ["Ada", 1]);
  await eventually(() => pair.server.references.lent === 0);
  assertEquals(pair.client.references.held, 0);
  await assertRejects(
    async () => await user.name,
    ReferenceError,
    "the reference to User has been released",
  );
});

Deno.test("using holds an answer that is built upon in many ticks", async () => {
  await using pair = await countedPair(UserService);
  {
    using user = pair.client.root.getUser(1);
    const { toServer } = await pair.proxy.during(async () => {
      assertEquals(await user.name, "Ada");
      assertEquals(await user.orders.first.total, 7);
    });
    assertEquals(toServer.requests, 2);
    assertEquals(pair.server.references.lent, 1);
  }
  await eventually(() => pair.server.references.lent === 0);
});

Deno.test("more calls in one frame than the other end takes at once are a RangeError", async () => {
  await using pair = await countedPair(UserService, {
    server: { limits: { callsInFlight: 8 } },
  });
  const { root } = pair.client;
  const { toServer } = await pair.proxy.during(async () => {
    const user = root.getUser(1);
    const built = Array.from({ length: 8 }, () => user.name);
    for (const outcome of await Promise.allSettled(built)) {
      assert(outcome.status === "rejected");
      assertInstanceOf(outcome.reason, RangeError);
      assertEquals(
        outcome.reason.message,
        "9 calls are to leave together; the other end accepts 8 in flight",
      );
    }
  });
  assertEquals(toServer.requests, 0);
  const user = root.getUser(1);
  const names = await Promise.all(Array.from({ length: 7 }, () => user.name));
  assertEquals(names, Array(7).fill("Ada"));
  assertEquals(pair.client.callsInFlight, 0);
});

/** Answers when told to. */
class Gate {
  static last: Gate;
  readonly #gates = new Map<string, PromiseWithResolvers<string>>();
  readonly aborted: string[] = [];

  constructor() {
    Gate.last = this;
  }
  async wait(name: string): Promise<{ name: string }> {
    currentCall().signal.addEventListener(
      "abort",
      () => this.aborted.push(name),
    );
    return { name: await this.#gate(name).promise };
  }
  open(name: string): void {
    this.#gate(name).resolve(name);
  }
  echo(value: unknown): unknown {
    return value;
  }
  boxed(n: number): { n: number } {
    return { n };
  }
  #gate(name: string): PromiseWithResolvers<string> {
    let gate = this.#gates.get(name);
    if (gate === undefined) {
      gate = Promise.withResolvers();
      this.#gates.set(name, gate);
    }
    return gate;
  }
}

Deno.test("one call of a frame may be given up without the others", async () => {
  await using pair = await connectedPair(Gate);
  const { client } = pair;
  const controller = new AbortController();
  const patient = client.root.wait("a");
  const hasty = client.with({ timeout: 0.02 }).echo(patient.name);
  const aborted = client.with({ signal: controller.signal }).echo(patient);
  const kept = client.root.echo(patient.name);
  await assertRejects(() => hasty, CallTimeoutError, "echo: no reply");
  controller.abort(new Error("changed my mind"));
  await assertRejects(() => aborted, Error, "changed my mind");
  await client.root.open("a");
  assertEquals(await kept, "a");
  assertEquals(Gate.last.aborted, []);
  await eventually(() => client.callsInFlight === 0);
});

Deno.test("what is left of a frame is sent when a call of it is given up first", async () => {
  await using pair = await connectedPair(Gate);
  const controller = new AbortController();
  const base = pair.client.root.boxed(1);
  const aborted = pair.client.with({ signal: controller.signal }).echo(base.n);
  const kept = pair.client.root.echo(base.n);
  controller.abort();
  await assertRejects(() => aborted, DOMException);
  assertEquals(await kept, 1);
});

Deno.test("a call that builds on a slow answer in a later tick has its own deadline", async () => {
  await using pair = await connectedPair(Gate);
  const slow = pair.client.with({ timeout: Infinity }).wait("b");
  const controller = new AbortController();
  await Promise.resolve();
  const hasty = withCallOptions(slow.name, { timeout: 0.02 });
  await assertRejects(
    async () => await hasty,
    CallTimeoutError,
    "no reply within 0.02 s",
  );
  const { signal } = controller;
  const aborted = assertRejects(
    async () => await withCallOptions(slow.name, { signal }),
    Error,
    "changed my mind",
  );
  controller.abort(new Error("changed my mind"));
  await aborted;
  await pair.client.root.open("b");
  assertEquals(await slow, { name: "b" });
});

Deno.test("calls that leave together wait together for room, and in their turn", async () => {
  await using pair = await countedPair(Gate, {
    server: { limits: { callsInFlight: 4 } },
  });
  const { root } = pair.client;
  const first = root.wait("first");
  const second = root.wait("second");
  await eventually(() => pair.proxy.traffic.toServer.requests === 2);
  const base = root.boxed(5);
  const group = Promise.all([base.n, root.echo(base.n)]);
  const after = root.echo("after");
  Gate.last.open("first");
  await first;
  assertEquals(await group, [5, 5]);
  assertEquals(await after, "after");
  assertEquals(pair.proxy.traffic.toServer.requests, 4);
  Gate.last.open("second");
  await second;
});

Deno.test("calls that gave up waiting for room do not hold up those behind them", async () => {
  await using pair = await connectedPair(Gate, {
    server: { limits: { callsInFlight: 4 } },
    client: { timeout: 5 },
  });
  const { root } = pair.client;
  const first = root.wait("first");
  const controller = new AbortController();
  const hasty = pair.client.with({ signal: controller.signal });
  const base = hasty.boxed(5);
  const group = Promise.allSettled([base, base.n, base.n, base.n]);
  const after = root.echo("after");
  controller.abort();
  for (const { status } of await group) assertEquals(status, "rejected");
  assertEquals(await after, "after");
  Gate.last.open("first");
  await first;
});
