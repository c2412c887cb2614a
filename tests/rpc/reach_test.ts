import { assert, assertEquals } from "@std/assert";
import type { Request, RequestKind } from "../../rpc/envelope.ts";
import { RpcTarget } from "../../rpc/mod.ts";
import { frameOf, greetedPair, type RawPeer } from "./_raw_peer.ts";
import { rawAnswer, rawFrame } from "./_raw_values.ts";

class Vault extends RpcTarget {
  static override readonly offers: readonly string[] = ["label"];
  readonly label = "vault";
  readonly combination = "1234";
  readonly _hidden = "hidden";
  #opened = 0;

  get opened(): number {
    return this.#opened;
  }
  get data(): object {
    return { list: [[1, 2], "text"], date: new Date(0), f: () => 5 };
  }
  open(): number {
    return ++this.#opened;
  }
  _reset(): void {
    this.#opened = 0;
  }
}

/** A service that says everything wrong that can be said of what is below it. */
class Bank {
  readonly vaults = [new Vault()];

  vault(): Vault {
    return this.vaults[0];
  }
  f(): () => number {
    return () => 5;
  }
  list(): unknown[] {
    return [1, [2], "three", new Vault()];
  }
  text(): string {
    return "text";
  }
  error(): Error {
    return new Error("message");
  }
  nothing(): null {
    return null;
  }
  map(): Map<string, number> {
    return new Map([["key", 1]]);
  }
  _private(): string {
    return "private";
  }
}

/** What no request may ever lead to, whatever it starts from. */
const NAMES = [
  "constructor",
  "prototype",
  "__proto__",
  "__defineGetter__",
  "__lookupGetter__",
  "hasOwnProperty",
  "toString",
  "valueOf",
  "toJSON",
  "then",
  "catch",
  "call",
  "apply",
  "bind",
  "name",
  "stack",
  "_private",
  "_hidden",
  "_reset",
  "combination",
  "vaults",
  "#opened",
  "offers",
  "charAt",
  "push",
  "get",
  "",
  "$set",
];
const STARTS = [
  "vault",
  "f",
  "list",
  "text",
  "error",
  "nothing",
  "map",
];
const KINDS: readonly RequestKind[] = ["call", "get", "set", "obtain"];

/** Sends a batch of requests; returns the answers, by id. */
async function answersTo(
  peer: RawPeer,
  requests: readonly Request[],
): Promise<Map<number, readonly unknown[]>> {
  await peer.send(frameOf(["batch", ...requests]));
  const answers = new Map<number, readonly unknown[]>();
  while (answers.size < requests.length) {
    const answer = await peer.receiveFrame();
    assert(answer !== undefined && typeof answer[1] === "number");
    answers.set(answer[1], answer);
  }
  return answers;
}

Deno.test("nothing but what is offered is reached, from anywhere, by any request", async () => {
  await using pair = await greetedPair({ service: Bank });
  const { peer } = pair;
  let tried = 0;
  for (const kind of KINDS) {
    const args = kind === "set" ? [666] : [];
    for (const name of NAMES) {
      const own: Request[] = [
        [kind, 1, 0, [name], args],
        [kind, 2, 0, [name, name], args],
        [kind, 3, 0, ["constructor", "prototype", name], args],
        [kind, 4, 0, name, args],
      ];
      for (const start of own) {
        const answers = await answersTo(peer, [start]);
        assertRefused(answers.get(start[1]), start);
        tried++;
      }
    }
  }
  assertEquals(tried, KINDS.length * NAMES.length * 4);
});

for (const start of STARTS) {
  Deno.test(`nothing but what is offered is reached from the answer of ${start}()`, async () => {
    await using pair = await greetedPair({ service: Bank });
    const { peer } = pair;
    for (const kind of KINDS) {
      const args = kind === "set" ? [666] : [];
      for (const name of NAMES) {
        const paths = [name, [name], [name, name], ["constructor", name]];
        // The base would come by reference, which this peer cannot take: it
        // asks for its last name only.
        const requests = paths.map((path, i): Request => [
          kind,
          i + 2,
          -1,
          path,
          args,
        ]);
        await peer.send(
          rawFrame(["batch", ["call", 1, 0, [start], []], ...requests]),
        );
        for (const request of requests) {
          assertRefused(await answerWithout(peer, 1), request);
        }
      }
    }
  });
}

/** The next answer that is not to a certain request. */
async function answerWithout(
  peer: RawPeer,
  id: number,
): Promise<readonly unknown[] | undefined> {
  for (;;) {
    const envelope = await peer.receiveRaw();
    if (envelope === undefined || envelope[1] !== id) return envelope;
  }
}

function assertRefused(
  answer: readonly unknown[] | undefined,
  request: Request,
): void {
  assert(
    answer !== undefined && answer[0] === "error",
    `${Deno.inspect(request)} was answered with ${Deno.inspect(answer)}`,
  );
}

Deno.test("what was offered is still there, and as it was", async () => {
  await using pair = await greetedPair({ service: Bank });
  const { peer } = pair;
  await peer.send(
    rawFrame([
      "batch",
      ["call", 1, 0, ["vault"], []],
      ["call", 2, -1, ["open"], []],
      ["get", 3, -1, ["opened"], []],
      ["get", 4, -1, ["label"], []],
      ["get", 5, -1, ["data", "list", "0", "1"], []],
      ["get", 6, -1, ["data", "list", "length"], []],
      ["call", 7, -1, ["data", "f"], []],
      ["obtain", 8, -1, ["data", "list"], []],
    ]),
  );
  const answers: unknown[] = [];
  while (answers.length < 7) {
    const answer = await answerWithout(peer, 1);
    assertEquals(answer?.[0], "result");
    answers.push(answer?.[2]);
  }
  assertEquals(answers, [1, 1, "vault", 2, 2, 5, [[1, 2], "text"]]);
});

const FORGED: Record<string, readonly unknown[]> = {
  "a reference that was never lent": ["call", 1, 7, ["open"], []],
  "a number beyond all": ["get", 1, 2 ** 53 - 1, ["label"], []],
  "an answer without a batch": ["call", 1, -1, ["open"], []],
  "an argument without a batch": ["call", 1, 0, ["text"], [rawAnswer(5)]],
};

for (const [name, request] of Object.entries(FORGED)) {
  Deno.test(`${name} is an error, and no more`, async () => {
    await using pair = await greetedPair({ service: Bank });
    await pair.peer.send(rawFrame(request));
    const answer = await pair.peer.receiveFrame();
    assertEquals(answer?.[0], "error");
    assert(answer?.[2] instanceof ReferenceError, Deno.inspect(answer));
    await pair.peer.send(frameOf(["call", 2, 0, ["text"], []]));
    assertEquals(await pair.peer.receiveFrame(), ["result", 2, "text"]);
  });
}

Deno.test("a request cannot build on a later one, on itself, or on another frame's", async () => {
  await using pair = await greetedPair({ service: Bank });
  const { peer } = pair;
  await peer.send(
    frameOf(["call", 1, 0, ["list"], []]),
    rawFrame([
      "batch",
      ["get", 11, -12, ["0"], []],
      ["get", 12, -12, ["0"], []],
      ["get", 13, -1, ["0"], []],
      ["call", 14, 0, ["text"], [rawAnswer(15)]],
      ["call", 15, 0, ["text"], [rawAnswer(15, "length")]],
    ]),
  );
  for (const id of [11, 12, 13, 14, 15]) {
    const answer = await answerWithout(peer, 1);
    assertEquals([answer?.[0], answer?.[1]], ["error", id]);
  }
});

Deno.test("65,535 requests of one frame are answered, each", async () => {
  await using pair = await greetedPair({ service: Bank });
  const { peer } = pair;
  const requests = Array.from(
    { length: 65_535 },
    (_, i): Request => ["call", i + 1, 0, ["text"], []],
  );
  const answers = await answersTo(peer, requests);
  assertEquals(answers.size, 65_535);
  assertEquals(answers.get(65_535), ["result", 65_535, "text"]);
});

Deno.test("a path of 100,000 steps is walked, and no further than it leads", async () => {
  class Ring extends RpcTarget {
    get next(): this {
      return this;
    }
    get later(): Promise<this> {
      return Promise.resolve(this);
    }
    get end(): string {
      return "end";
    }
  }
  await using pair = await greetedPair({ service: Ring });
  const { peer } = pair;
  const steps = (name: string) => Array<string>(100_000).fill(name);
  await peer.send(frameOf(["get", 1, 0, [...steps("next"), "end"], []]));
  assertEquals(await peer.receiveFrame(), ["result", 1, "end"]);
  await peer.send(frameOf(["get", 2, 0, [...steps("later"), "end"], []]));
  assertEquals(await peer.receiveFrame(), ["result", 2, "end"]);
  await peer.send(frameOf(["get", 3, 0, steps("none"), []]));
  assertEquals((await peer.receiveFrame())?.[0], "error");
});
