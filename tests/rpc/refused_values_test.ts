import {
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { connectedPair } from "./_connected_pair.ts";
import { EchoService } from "./_echo_service.ts";

class Point {
  x = 1;
}

const viewOfDetached = new Uint8Array(8);
const detached = viewOfDetached.buffer;
structuredClone(detached, { transfer: [detached] });

const REFUSED: Record<string, [unknown, string]> = {
  "a symbol": [Symbol("x"), "a symbol"],
  "a class instance": [new Point(), "an instance of Point"],
  "a Promise": [Promise.resolve(), "an instance of Promise"],
  "a WeakMap": [new WeakMap(), "an instance of WeakMap"],
  "a WeakRef": [new WeakRef({}), "an instance of WeakRef"],
  "a boxed number": [Object(1), "an instance of Number"],
  "a URL": [new URL("http://a/"), "an instance of URL"],
  "an iterator": [[].values(), "an instance of Iterator"],
  "shared memory": [
    new SharedArrayBuffer(8),
    "an instance of SharedArrayBuffer",
  ],
  "a view of shared memory": [
    new Uint8Array(new SharedArrayBuffer(8)),
    "memory shared by threads",
  ],
  "detached memory": [detached, "detached memory"],
  "a view of detached memory": [viewOfDetached, "detached memory"],
};

for (const [name, [value, shown]] of Object.entries(REFUSED)) {
  Deno.test(`${name} is refused with the path to it`, async () => {
    await using pair = await connectedPair(EchoService);
    const { echo } = pair.client.root;

    const error = await assertRejects(
      () => echo({ a: { b: [0, value] } }),
      TypeError,
    );
    assertEquals(
      error.message,
      `echo: argument 1.a.b[1] is ${shown}, which cannot be sent`,
    );

    assertEquals(await echo("still usable"), "still usable");
    assertEquals(pair.client.callsInFlight, 0);
  });
}

Deno.test("the path goes through every container and odd keys", async () => {
  await using pair = await connectedPair(EchoService);
  const refused: [unknown, string][] = [
    [Symbol(), "argument 1 is"],
    [{ "a b": { 'say "x"': Symbol() } }, '["a b"]["say \\"x\\""] is'],
    [new Map([["key", [Symbol()]]]), "argument 1[1][0] is"],
    [new Set([1, Symbol()]), "argument 1[1] is"],
    [new Error("", { cause: Symbol() }), "argument 1.cause is"],
    [new AggregateError([Symbol()]), "argument 1.errors[0] is"],
    [JSON.parse('{"__proto__": 0}', () => Symbol()), "argument 1 is"],
  ];
  for (const [value, path] of refused) {
    const error = await assertRejects(
      () => pair.client.root.echo(value),
      TypeError,
    );
    assertStringIncludes(error.message, path);
  }
});

Deno.test("the path names the argument that is wrong", async () => {
  await using pair = await connectedPair(EchoService);
  const error = await assertRejects(
    () => pair.client.call("echo", [1, "two", Symbol()]),
    TypeError,
  );
  assertStringIncludes(error.message, "echo: argument 3 is a symbol");
});

Deno.test("a getter that throws rejects the call with what it threw", async () => {
  await using pair = await connectedPair(EchoService);
  const value = {
    get broken() {
      throw new RangeError("mine");
    },
  };
  await assertRejects(() => pair.client.root.echo(value), RangeError, "mine");
});

Deno.test("a result that cannot be sent is the caller's TypeError", async () => {
  await using pair = await connectedPair(
    class Careless {
      now(): unknown {
        return { a: [new Point()] };
      }
      later(): Promise<unknown> {
        return Promise.resolve({ s: Symbol() });
      }
      broken(): unknown {
        return {
          get value() {
            throw new RangeError("mine");
          },
        };
      }
      fine(): number {
        return 1;
      }
    },
  );
  const { root } = pair.client;
  const now = await assertRejects(() => root.now(), TypeError);
  assertStringIncludes(now.message, "the result.a[0] is an instance of Point");
  const later = await assertRejects(() => root.later(), TypeError);
  assertStringIncludes(later.message, "the result.s is a symbol");
  const broken = await assertRejects(() => root.broken());
  assertInstanceOf(broken, RangeError);
  assertEquals(await root.fine(), 1);
});
