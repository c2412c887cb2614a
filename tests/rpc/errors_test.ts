import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import { RemoteError } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { TRANSPORT_KINDS } from "./_transport_kinds.ts";

let toThrow: unknown;

/** Throws what the test has set, at once or after a while. */
class Thrower {
  now(): never {
    throw toThrow;
  }
  later(): Promise<never> {
    return Promise.reject(toThrow);
  }
  fine(): string {
    return "fine";
  }
}

/** What a call rejects with when its method throws `thrown`, either way. */
async function received(thrown: unknown): Promise<Error[]> {
  toThrow = thrown;
  await using pair = await connectedPair(Thrower);
  const { now, later, fine } = pair.client.root;
  const errors = [await assertRejects(now), await assertRejects(later)];
  assertEquals(await fine(), "fine");
  return errors.map((error) => {
    assert(error instanceof Error);
    return error;
  });
}

function remoteStack(error: Error): unknown {
  return "remoteStack" in error ? error.remoteStack : undefined;
}

const BUILT_IN: readonly Error[] = [
  new Error("message"),
  new EvalError("message"),
  new RangeError("message"),
  new ReferenceError("message"),
  new SyntaxError("message"),
  new TypeError("message"),
  new URIError("message"),
  new AggregateError([1], "message"),
  new DOMException("message", "QuotaExceededError"),
  new Deno.errors.NotFound("message"),
  new Deno.errors.ConnectionRefused("message"),
];

for (const thrown of BUILT_IN) {
  Deno.test(`${thrown.name} arrives as one`, async () => {
    for (const error of await received(thrown)) {
      assertStrictEquals(
        Object.getPrototypeOf(error),
        Object.getPrototypeOf(thrown),
      );
      assertEquals(error.name, thrown.name);
      assertEquals(error.message, "message");
      assertEquals(remoteStack(error), thrown.stack);
      assertEquals("cause" in error, false);
    }
  });
}

Deno.test("an error of a class of its own arrives as a RemoteError", async () => {
  class OutOfTea extends Error {
    override readonly name = "OutOfTea";
  }
  for (const error of await received(new OutOfTea("none left"))) {
    assertInstanceOf(error, RemoteError);
    assertEquals(error.name, "OutOfTea");
    assertEquals(error.message, "none left");
    assertStringIncludes(error.remoteStack, "errors_test.ts");
  }
});

Deno.test("an error that only bears the name of a built-in class is none", async () => {
  for (const name of ["TypeError", "AggregateError", "NotFound"]) {
    const impostor = Object.assign(new Error("x"), { name });
    for (const error of await received(impostor)) {
      assertInstanceOf(error, RemoteError);
      assertEquals(error.name, name);
    }
  }
});

Deno.test("an unnamed subclass arrives as the built-in class it extends", async () => {
  class Mine extends RangeError {}
  for (const error of await received(new Mine("x"))) {
    assertStrictEquals(Object.getPrototypeOf(error), RangeError.prototype);
  }
});

Deno.test("a chain of causes arrives whole, each with its remote stack", async () => {
  const root = new Deno.errors.NotFound("no file");
  const middle = new TypeError("no settings", { cause: root });
  const thrown = new Error("no start", { cause: middle });
  for (const error of await received(thrown)) {
    assertEquals(error.message, "no start");
    const second = error.cause;
    assertInstanceOf(second, TypeError);
    assertEquals(remoteStack(second), middle.stack);
    const third = second.cause;
    assertInstanceOf(third, Deno.errors.NotFound);
    assertEquals(third.message, "no file");
    assertEquals(Object.keys(error).includes("cause"), false);
  }
});

Deno.test("an AggregateError arrives with its errors", async () => {
  const thrown = new AggregateError([new RangeError("one"), "two"], "both");
  for (const error of await received(thrown)) {
    assertInstanceOf(error, AggregateError);
    assertInstanceOf(error.errors[0], RangeError);
    assertEquals(error.errors[1], "two");
  }
});

for (const thrown of ["text", 42, undefined, null, { code: 7 }, [1]]) {
  Deno.test(`${Deno.inspect(thrown)} thrown is the cause of a RemoteError`, async () => {
    for (const error of await received(thrown)) {
      assertInstanceOf(error, RemoteError);
      assertEquals(error.cause, thrown);
      assertEquals(
        error.message,
        `the other end threw ${Deno.inspect(thrown)}, which is no Error`,
      );
    }
  });
}

for (const thrown of [Symbol("x"), new WeakMap()]) {
  Deno.test(`${Deno.inspect(thrown)} thrown is a TypeError`, async () => {
    for (const error of await received(thrown)) {
      assertInstanceOf(error, TypeError);
      assertStringIncludes(error.message, "the error is a");
    }
  });
}

Deno.test("an error whose cause cannot be sent arrives without it", async () => {
  const thrown = new RangeError("out of range", { cause: Symbol("x") });
  for (const error of await received(thrown)) {
    assertInstanceOf(error, RangeError);
    assertEquals(error.message, "out of range");
    assertEquals(remoteStack(error), thrown.stack);
    assertEquals(error.cause, undefined);
  }
});

Deno.test("causes nested too deep are left out", async () => {
  let thrown = new Error("innermost");
  for (let i = 0; i < 2000; i++) {
    thrown = new TypeError("outer", { cause: thrown });
  }
  for (const error of await received(thrown)) {
    assertInstanceOf(error, TypeError);
    assertEquals(error.message, "outer");
    assertEquals(error.cause, undefined);
  }
});

Deno.test("an error with odd parts is still an answer", async () => {
  const odd: [unknown, string][] = [
    [Object.assign(new Error(), { message: { a: 1 } }), "[object Object]"],
    [Object.assign(new Error(), { message: undefined }), "undefined"],
    [Object.assign(new Error("m"), { name: 5, stack: { no: "text" } }), "m"],
    [Object.assign(new Error("m"), { stack: undefined }), "m"],
    [Object.assign(new Error("m"), { message: "\ud800" }), "\ud800"],
  ];
  for (const [thrown, message] of odd) {
    for (const error of await received(thrown)) {
      assertEquals(error.message, message);
      assertEquals(typeof error.name, "string");
      assertEquals(typeof remoteStack(error), "string");
    }
  }
});

Deno.test("an error that throws when looked at is still an answer", async () => {
  const hostile = Object.defineProperty(new Error("m"), "message", {
    get() {
      throw new Error("no looking");
    },
  });
  const bare = Object.assign(new Error(), { message: Object.create(null) });
  const proxy = new Proxy(new Error("m"), {
    get() {
      throw new Error("no looking");
    },
  });
  for (const thrown of [hostile, bare, proxy]) {
    for (const error of await received(thrown)) {
      assertStringIncludes(error.message, "cannot be sent");
    }
  }
});

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`${kind.name}: one failed call is no other call's business`, async () => {
    toThrow = new Error("mine alone");
    await using pair = await connectedPair(Thrower, { kind });
    const { root } = pair.client;
    const results = await Promise.allSettled(
      Array.from(
        { length: 30 },
        (_, i) => [root.now, root.later, root.fine][i % 3](),
      ),
    );
    assertEquals(
      results.map(({ status }) => status),
      results.map((_, i) => i % 3 === 2 ? "fulfilled" : "rejected"),
    );
  });
}

Deno.test("an answer too large for the caller is an error that says so", async () => {
  await using pair = await connectedPair(
    class {
      now(size: number): unknown {
        return "x".repeat(size);
      }
      later(size: number): Promise<unknown> {
        return Promise.resolve(new Uint8Array(size));
      }
      fail(size: number): never {
        throw new TypeError("x".repeat(size));
      }
      failLater(size: number): Promise<never> {
        return Promise.reject(new TypeError("x".repeat(size)));
      }
    },
    { client: { limits: { frameSize: 4096 } } },
  );
  const { now, later, fail, failLater } = pair.client.root;
  for (const method of [now, later]) {
    assertStringIncludes(
      (await assertRejects(() => method(5000), RangeError)).message,
      "larger than the 4096 bytes that the other end accepts",
    );
  }
  for (const method of [fail, failLater]) {
    assertStringIncludes(
      (await assertRejects(() => method(5000), Error)).message,
      "cannot be sent",
    );
  }
  assertEquals(await now(4000), "x".repeat(4000));
});
