import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Remote, RpcTarget } from "../../rpc/mod.ts";
import { joined } from "./_byte_pipe.ts";
import { connectedPair } from "./_connected_pair.ts";
import { frameOf, greetedPair } from "./_raw_peer.ts";
import { rawFrame, rawReference, rawReturned } from "./_raw_values.ts";
import { UserService } from "./_users_service.ts";

/** What the connection says when it refuses to go on. */
async function toldFor(
  envelope: readonly unknown[],
  options: Parameters<typeof greetedPair>[0] = { service: UserService },
): Promise<string> {
  await using pair = await greetedPair(options);
  await pair.peer.send(rawFrame(envelope));
  const goodbye = await pair.peer.receiveGoodbye();
  pair.peer[Symbol.dispose]();
  assertStringIncludes(String(await pair.connection.closed), goodbye);
  assertEquals(pair.connection.references, { held: 0, lent: 0 });
  return goodbye;
}

const MALFORMED: Record<string, unknown> = {
  "a reference with a negative number": rawReference(-1),
  "a reference with half a number": rawReference(0.5),
  "a reference without a number": rawReference(undefined),
  "an object that was never lent": rawReturned(1),
  "an object with a negative number": rawReturned(-1),
  "an object whose number is text": rawReturned("1"),
};
for (const [name, value] of Object.entries(MALFORMED)) {
  Deno.test(`${name} ends the connection`, async () => {
    await toldFor(["call", 1, 0, ["echo"], [value]]);
  });
}

Deno.test("a release of what makes no sense ends the connection", async () => {
  for (
    const counts of [[1], [-1, 1], [1, -1], [0.5, 1], ["1", 1], 5, [1, NaN]]
  ) {
    assertStringIncludes(await toldFor(["release", counts]), "no");
  }
});

Deno.test("a release of what is not held is harmless", async () => {
  await using pair = await greetedPair({ service: UserService });
  const { peer, connection } = pair;
  await peer.send(
    frameOf(["release", [7, 1, 2 ** 53 - 1, 1, 0, 2 ** 53 - 1]]),
    frameOf(["call", 1, 0, ["getUser"], [1]]),
  );
  await peer.receiveRaw();
  // Too few keep it, too many do not bring it below nothing.
  await peer.send(
    frameOf(["release", [1, 0]]),
    frameOf(["get", 2, 1, ["name"], []]),
  );
  assertEquals(await peer.receiveFrame(), ["result", 2, "Ada"]);
  await peer.send(
    frameOf(["release", [1, 2 ** 53 - 1, 1, 5]]),
    frameOf(["get", 3, 1, ["name"], []]),
  );
  const [kind, , error] = await peer.receiveFrame() ?? [];
  assertEquals([kind, String(error)], [
    "error",
    "ReferenceError: there is no reference 1, or it was released",
  ]);
  assertEquals(connection.references.lent, 0);
  await peer.send(frameOf(["call", 4, 0, ["getUser"], [1]]));
  assertEquals((await peer.receiveRaw())?.[0], "result");
  assertEquals(connection.references.lent, 1);
});

Deno.test("a released number is never anyone else's", async () => {
  await using pair = await greetedPair({ service: UserService });
  const { peer } = pair;
  for (let i = 1; i <= 50; i++) {
    await peer.send(
      frameOf(["call", i, 0, ["getUser"], [i]]),
      frameOf(["release", [i, 1]]),
    );
    await peer.receiveRaw();
  }
  for (let i = 1; i <= 50; i++) {
    await peer.send(frameOf(["get", i, i, ["id"], []]));
    assertEquals((await peer.receiveFrame())?.[0], "error");
  }
});

Deno.test("one reference more than are held ends the connection", async () => {
  const limits = { references: 10 };
  const references = Array.from({ length: 11 }, (_, i) => rawReference(i));
  assertEquals(
    await toldFor(["call", 1, 0, ["echo"], [references]], {
      service: UserService,
      limits,
    }),
    "more than 10 references are held",
  );
});

Deno.test("one reference more than the other end holds is an error of that call", async () => {
  const limits = { references: 10 };
  class Lists extends UserService {
    users(count: number): object[] {
      return Array.from({ length: count }, (_, i) => this.getUser(i));
    }
    count(functions: Remote<() => void>[]): number {
      return functions.length;
    }
  }
  class Service extends RpcTarget {
    readonly #lists = new Lists();
    users(count: number): object[] {
      return this.#lists.users(count);
    }
    count(functions: Remote<() => void>[]): number {
      return functions.length;
    }
  }
  await using pair = await connectedPair(Service, {
    client: { limits },
    server: { limits },
  });
  const { client, server } = pair;
  const functions = (count: number) =>
    Array.from({ length: count }, () => () => {});
  const told =
    "the other end holds 10 references already, which is the limit; release those it has done with";
  for (
    const attempt of [
      () => client.call("users", [11]),
      () => client.root.count(functions(11)),
    ]
  ) {
    const outcome = await attempt().then(String, (error) => error.message);
    assertEquals(outcome, told);
  }
  // What a failed message would have passed counts no more.
  assertEquals([client.references.lent, server.references.lent], [0, 0]);
  assertEquals(await client.root.count(functions(10)), 10);
  const users = await client.call("users", [10]);
  assert(Array.isArray(users));
  assertEquals(users.length, 10);
});

Deno.test("references in answers that nobody asked for are given back", async () => {
  await using pair = await greetedPair();
  const { peer, connection } = pair;
  await peer.send(
    joined([
      rawFrame(["result", 99, [rawReference(1), rawReference(2, true)]]),
      rawFrame(["error", 99, rawReference(3)]),
    ]),
  );
  assertEquals(await peer.receiveFrame(), ["release", [1, 1, 2, 1, 3, 1]]);
  assertEquals(connection.references, { held: 0, lent: 0 });
});

Deno.test("a frame that comes with the end of a connection leaves nothing held", async () => {
  class Closer {
    close(f: Remote<() => void>): void {
      f().catch(() => {});
      closing();
    }
    take(_f: Remote<() => void>): void {}
  }
  let closing = () => {};
  await using pair = await greetedPair({ service: Closer });
  const { peer, connection } = pair;
  closing = () => void connection.close();
  await peer.send(
    joined([
      rawFrame(["call", 1, 0, ["close"], [rawReference(1, true)]]),
      rawFrame(["call", 2, 0, ["take"], [rawReference(2, true)]]),
      rawFrame(["result", 3, rawReference(3, true)]),
    ]),
  );
  await connection.closed;
  assertEquals(connection.references, { held: 0, lent: 0 });
});
