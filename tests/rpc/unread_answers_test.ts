import {
  assert,
  assertEquals,
  assertLess,
  assertStringIncludes,
} from "@std/assert";
import { connectedPair } from "./_connected_pair.ts";
import { EchoService } from "./_echo_service.ts";
import { frameOf, greetedPair } from "./_raw_peer.ts";
import { rawFrame } from "./_raw_values.ts";
import { TRANSPORT_KINDS } from "./_transport_kinds.ts";

const MEBIBYTE = 1024 * 1024;

/** Makes answers of a mebibyte, and knows how many it has made. */
class Source {
  static made = 0;

  make(seed: number): Uint8Array {
    Source.made++;
    return new Uint8Array(MEBIBYTE).fill(seed);
  }

  makeMuch(): Uint8Array {
    return new Uint8Array(32 * MEBIBYTE);
  }

  hold(): Promise<never> {
    return new Promise(() => {});
  }
}

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`${kind.name}: a peer that does not read is not served beyond a bound`, async () => {
    Source.made = 0;
    await using pair = await greetedPair({ service: Source }, kind);
    const { peer, connection } = pair;
    const received = connection.call("anything");
    for (let i = 1; i <= 80; i++) {
      await peer.send(frameOf(["call", i, 0, ["make"], [i]]));
    }
    // The connection still reads: once it has this, it has all the calls.
    await peer.send(frameOf(["result", 1, "read"]));
    assertEquals(await received, "read");
    assertLess(Source.made, 40);

    // Slow is not broken: once the peer reads, it gets every answer.
    assertEquals((await peer.receiveFrame())?.[0], "call");
    for (let i = 1; i <= 80; i++) {
      const [answer, id, bytes] = await peer.receiveFrame() ?? [];
      assertEquals([answer, id], ["result", i]);
      assert(bytes instanceof Uint8Array);
      assertEquals([bytes.length, bytes[0], bytes.at(-1)], [MEBIBYTE, i, i]);
    }
    assertEquals(Source.made, 80);
  });
}

Deno.test("calls held back for a peer that does not read count as in flight", async () => {
  Source.made = 0;
  await using pair = await greetedPair({
    service: Source,
    limits: { callsInFlight: 10 },
  });
  const { peer, connection } = pair;
  for (let i = 1; i <= 100; i++) {
    await peer.send(frameOf(["call", i, 0, ["make"], [i]]));
  }
  const lost = await connection.closed;
  assertStringIncludes(String(lost), "more than 10 calls are in flight");
  assertLess(Source.made, 40);
  const made = Source.made;
  // Those held back never start.
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(Source.made, made);
});

Deno.test("calls given up in the queue of a peer that does not read count as in flight", async () => {
  await using pair = await greetedPair({
    service: Source,
    scheduler: "key_serialized",
    limits: { callsInFlight: 100 },
  });
  const { peer, connection } = pair;
  const received = connection.call("anything");
  await peer.send(frameOf(["call", 1, 0, ["makeMuch"], []]));
  const inQueue = (id: number) =>
    rawFrame(["call", id, 0, "hold", [], undefined, "key"]);
  await peer.send(inQueue(100));
  // All of them at once would be too many, even if each were answered at once.
  async function giveUpOneAfterTheOther(): Promise<void> {
    for (let i = 101; i <= 300; i++) {
      await peer.send(inQueue(i), frameOf(["cancel", i]));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await peer.send(frameOf(["result", 1, "read"]));
  }
  // The connection may be gone before it has read them all.
  const sent = giveUpOneAfterTheOther().catch(() => {});
  const outcome = await Promise.race([
    connection.closed,
    received.catch(() => connection.closed),
  ]);
  assertStringIncludes(
    String(outcome),
    "more than 100 calls are in flight",
  );
  await sent;
});

Deno.test("calls held back when the connection closes never start", async () => {
  Source.made = 0;
  await using pair = await greetedPair({ service: Source });
  const { peer, connection } = pair;
  const received = connection.call("anything");
  for (let i = 1; i <= 100; i++) {
    await peer.send(frameOf(["call", i, 0, ["make"], [i]]));
  }
  await peer.send(frameOf(["result", 1, "read"]));
  await received;
  const { made } = Source;
  await connection.close();
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(Source.made, made);
});

Deno.test("two ends that flood each other do not wait for each other", async () => {
  const limits = { callsInFlight: 4 };
  await using pair = await connectedPair(EchoService, {
    client: { service: EchoService, limits },
    server: { limits },
  });
  const large = new Uint8Array(2 * MEBIBYTE);
  const calls = Array.from({ length: 30 }, async () => {
    const answers = await Promise.all([
      pair.client.call("echo", [large]),
      pair.server.call("echo", [large]),
    ]);
    for (const answer of answers) {
      assert(answer instanceof Uint8Array);
      assertEquals(answer.length, large.length);
    }
  });
  await Promise.all(calls);
});
