import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { countedPair } from "./_counted_pair.ts";
import { UserService } from "./_users_service.ts";

Deno.test("a hundred calls of a batch are one request", async () => {
  await using pair = await countedPair(UserService);
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  const { toServer, toClient } = await pair.proxy.during(async () => {
    const sums = await pair.client.batch((root) =>
      Promise.all(numbers.map((n) => root.add(n, n)))
    );
    assertEquals(sums, numbers.map((n) => n + n));
  });
  assertEquals([toServer.requests, toServer.calls], [1, 100]);
  assertEquals(toClient.answers, 100);
});

Deno.test("a call of a batch may fail without the others", async () => {
  await using pair = await countedPair(UserService);
  const outcomes = await pair.client.batch((root) =>
    Promise.allSettled([
      root.add(1, 2),
      root.fail("no such user"),
      root.echo(Symbol("cannot be sent")),
      root.getUser(1).name,
      root.fail("nor this one").name,
    ])
  );
  assertEquals(
    outcomes.map(({ status }) => status === "fulfilled"),
    [true, false, false, true, false],
  );
  const errors = outcomes.map((it) =>
    it.status === "rejected" ? it.reason : undefined
  );
  assertInstanceOf(errors[1], RangeError);
  assertInstanceOf(errors[2], TypeError);
  assertEquals(errors[4].message, "nor this one");
});

Deno.test("calls made through references and connections join their own batch", async () => {
  await using pair = await countedPair(UserService);
  const { client } = pair;
  using user = await client.root.getUser(1);
  const { toServer } = await pair.proxy.during(async () => {
    const answers = await client.batch((root) =>
      Promise.all([user.name, root.greet(user), client.call("add", [1, 2])])
    );
    assertEquals(answers, ["Ada", "Hello, Ada", 3]);
  });
  assertEquals(toServer.requests, 1);
});

Deno.test("a batch within a batch is part of it", async () => {
  await using pair = await countedPair(UserService);
  const { client } = pair;
  const { toServer } = await pair.proxy.during(async () => {
    const sums = await client.batch((root) => {
      const inner = client.batch((root) =>
        Promise.all([root.add(1, 1), root.add(2, 2)])
      );
      return Promise.all([inner, root.add(3, 3)]);
    });
    assertEquals(sums, [[2, 4], 6]);
  });
  assertEquals([toServer.requests, toServer.calls], [1, 3]);
});

Deno.test("calls of the same tick outside a batch are not in it", async () => {
  await using pair = await countedPair(UserService);
  const { client } = pair;
  const { toServer } = await pair.proxy.during(() => {
    const before = client.root.add(1, 1);
    const batch = client.batch((root) =>
      Promise.all([root.add(2, 2), root.add(3, 3)])
    );
    const after = client.root.add(4, 4);
    return Promise.all([before, batch, after]);
  });
  assertEquals([toServer.requests, toServer.calls], [3, 4]);
});

Deno.test("only what is called before the first await is in the batch", async () => {
  await using pair = await countedPair(UserService);
  const { toServer } = await pair.proxy.during(() =>
    pair.client.batch(async (root) => {
      const [a, b] = await Promise.all([root.add(1, 1), root.add(2, 2)]);
      await Promise.all([root.add(a, b), root.add(b, a)]);
    })
  );
  assertEquals([toServer.requests, toServer.calls], [3, 4]);
});

Deno.test("what build throws comes back, and the next call is no part of the batch", async () => {
  await using pair = await countedPair(UserService);
  const { client } = pair;
  const mine = new Error("changed my mind");
  let made: PromiseLike<number> | undefined;
  const { toServer } = await pair.proxy.during(async () => {
    const error = assertThrows(() =>
      client.batch((root) => {
        made = root.add(1, 1);
        throw mine;
      })
    );
    assertStrictEquals(error, mine);
    // What was called until then was called.
    assertEquals(await Promise.all([made, client.root.add(2, 2)]), [2, 4]);
  });
  assertEquals(toServer.requests, 2);
});

Deno.test("an empty batch sends nothing", async () => {
  await using pair = await countedPair(UserService);
  const { toServer } = await pair.proxy.during(async () => {
    assertEquals(await pair.client.batch(() => Promise.all([])), []);
    assertEquals(pair.client.batch(() => 5), 5);
  });
  assertEquals(toServer.bytes, 0);
});

Deno.test("a batch beyond what the other end accepts is a RangeError", async () => {
  await using pair = await countedPair(UserService, {
    server: { limits: { callsInFlight: 10, itemCount: 200 } },
  });
  const { client } = pair;
  const outcomes = await client.batch((root) =>
    Promise.allSettled(Array.from({ length: 11 }, () => root.add(1, 1)))
  );
  for (const outcome of outcomes) {
    assert(outcome.status === "rejected");
    assertInstanceOf(outcome.reason, RangeError);
    assertEquals(
      outcome.reason.message,
      "11 calls are to leave together; the other end accepts 10 in flight",
    );
  }
  // Each of them is small enough, but not all of them together.
  const f = () => {};
  const large = await client.batch((root) =>
    Promise.allSettled(
      Array.from({ length: 4 }, () => root.echo([f, ...Array(50).fill(0)])),
    )
  );
  for (const outcome of large) {
    assert(outcome.status === "rejected");
    assertInstanceOf(outcome.reason, RangeError);
  }
  assertEquals(pair.proxy.traffic.toServer.requests, 0);
  assertEquals(client.references.lent, 0);
  assertEquals(client.callsInFlight, 0);
  await assertRejects(() => client.root.echo(Array(300).fill(0)), RangeError);
  assertEquals(await client.root.add(1, 2), 3);
});

Deno.test("all that other ends send in one frame is answered in any order", async () => {
  const gate = Promise.withResolvers<string>();
  class Slow {
    slow(): Promise<string> {
      return gate.promise;
    }
    open(): string {
      gate.resolve("slow");
      return "opened";
    }
  }
  await using pair = await countedPair(Slow);
  const answers = await pair.client.batch((root) =>
    Promise.all([root.slow(), root.open()])
  );
  assertEquals(answers, ["slow", "opened"]);
});
