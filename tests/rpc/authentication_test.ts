import { assertEquals, assertRejects } from "@std/assert";
import {
  ProtocolError,
  type Role,
  RpcConnection,
  SecurityError,
} from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { frameOf, hello, type RawPair, rawPair } from "./_raw_peer.ts";
import { TCP, TRANSPORT_KINDS } from "./_transport_kinds.ts";

const KEY = crypto.getRandomValues(new Uint8Array(32));
const OTHER_KEY = crypto.getRandomValues(new Uint8Array(32));
const CALL = frameOf(["call", 1, 0, ["hear"], ["a secret"]]);
/** What a peer says that claims to have the key. */
const HELLO = hello({ security: 1 });

/** Where a hello says which compressions its speaker can undo. */
const AT_COMPRESSIONS = 30;

/** A service that nobody without the key may reach, and whether somebody did. */
function guardedService() {
  let reached = false;
  class Guarded {
    constructor() {
      reached = true;
    }
    hear(): string {
      return "heard";
    }
  }
  return { service: Guarded, wasReached: () => reached };
}

const HAS_OTHER_KEY = "has another key than this end";

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`two ends with one key understand each other, over a ${kind.name}`, async () => {
    const { service } = guardedService();
    await using pair = await connectedPair(service, {
      kind,
      client: { authentication: { key: KEY, role: "client" } },
      server: { authentication: { key: KEY, role: "server" } },
    });
    assertEquals(await pair.client.root.hear(), "heard");
  });
}

const DIFFERENCES: Record<
  string,
  { client?: typeof KEY; server?: typeof KEY; says: [string, string] }
> = {
  "with different keys": {
    client: OTHER_KEY,
    server: KEY,
    says: [HAS_OTHER_KEY, HAS_OTHER_KEY],
  },
  "of which the client has no key": {
    server: KEY,
    says: [
      "asks for a key; this end has none",
      "has no key; this end asks for one",
    ],
  },
  "of which the server has no key": {
    client: KEY,
    says: [
      "has no key; this end asks for one",
      "asks for a key; this end has none",
    ],
  },
};

for (const [name, { client, server, says }] of Object.entries(DIFFERENCES)) {
  Deno.test(`two ends ${name} are told so, and no service comes to life`, async () => {
    const { service, wasReached } = guardedService();
    await using listening = await TCP.listen();
    const accepted = listening.accept();
    const ends = [
      RpcConnection.open(await TCP.connect(listening.port), {
        authentication: client && { key: client, role: "client" },
      }),
      RpcConnection.open(await accepted, {
        service,
        authentication: server && { key: server, role: "server" },
      }),
    ];
    await Promise.all(
      ends.map((end, i) => assertRejects(() => end, SecurityError, says[i])),
    );
    assertEquals(wasReached(), false);
  });
}

Deno.test("a key that could be guessed is a RangeError that leaves no socket open", async () => {
  await using listening = await TCP.listen();
  const accepted = listening.accept();
  const transport = await TCP.connect(listening.port);
  const end = await accepted;
  await assertRejects(
    () =>
      RpcConnection.open(transport, {
        authentication: { key: new Uint8Array(15), role: "client" },
      }),
    RangeError,
    "authentication.key has 15 bytes; it takes at least 16",
  );
  assertEquals(await end.read(new Uint8Array(1)), null);
  end.close();
});

/** An end that has the key, opposite to an attacker who has not. */
async function attacked(
  role: Role,
): Promise<RawPair & { wasReached: () => boolean }> {
  const { service, wasReached } = guardedService();
  const authentication = { key: KEY, role };
  const pair = await rawPair({ service, authentication });
  return {
    ...pair,
    wasReached,
    [Symbol.asyncDispose]: () => pair[Symbol.asyncDispose](),
  };
}

async function assertRefused(
  { opening, peer, wasReached }: Awaited<ReturnType<typeof attacked>>,
  why = HAS_OTHER_KEY,
): Promise<void> {
  await peer.closeWrite();
  await assertRejects(() => opening, SecurityError, why);
  assertEquals(wasReached(), false);
}

Deno.test("a call that comes instead of a proof, or after a false one, is never heard", async () => {
  for (const falseProof of [new Uint8Array(0), new Uint8Array(32)]) {
    await using server = await attacked("server");
    await server.peer.send(HELLO, falseProof, CALL, CALL);
    await assertRefused(server);
  }
});

/** Lets two ends with the key meet, with an attacker between them who notes all. */
async function overhear(
  client: RawPair,
  server: RawPair,
  alter: (hello: Uint8Array) => Uint8Array = (hello) => hello,
) {
  const greeting = alter(await client.peer.receiveHello());
  await server.peer.send(greeting);
  await client.peer.send(await server.peer.receiveHello());
  const proof = await client.peer.receiveProof();
  await server.peer.send(proof);
  await client.peer.send(await server.peer.receiveProof());
  return { greeting, proof };
}

Deno.test("a proof that was overheard is of no use on another connection", async () => {
  await using client = await attacked("client");
  await using server = await attacked("server");
  const { greeting, proof } = await overhear(client, server);
  await client.opening;
  await server.opening;

  await using next = await attacked("server");
  await next.peer.send(greeting, proof, CALL);
  await assertRefused(next);
});

Deno.test("a hello that was changed on the way ends the connection at both ends", async () => {
  await using client = await attacked("client");
  await using server = await attacked("server");
  await overhear(client, server, (greeting) => {
    const changed = greeting.slice();
    changed[AT_COMPRESSIONS] ^= 1;
    return changed;
  });
  await assertRefused(client);
  await assertRefused(server);
});

Deno.test("an end is not convinced by its own words", async () => {
  for (const role of ["client", "server"] as const) {
    await using end = await attacked(role);
    await end.peer.send(await end.peer.receiveHello());
    await end.peer.send(await end.peer.receiveProof(), CALL);
    await assertRefused(end);
  }
});

Deno.test("a server does not prove on one connection what is asked on another", async () => {
  await using one = await attacked("server");
  await using other = await attacked("server");
  // Each server is told the other's hello, and then the other's proof.
  await one.peer.send(await other.peer.receiveHello());
  await other.peer.send(await one.peer.receiveHello());
  await one.peer.send(await other.peer.receiveProof(), CALL);
  await other.peer.send(await one.peer.receiveProof(), CALL);
  await assertRefused(one);
  await assertRefused(other);
});

Deno.test("half a proof is none", async () => {
  await using server = await attacked("server");
  await server.peer.send(HELLO, new Uint8Array(16));
  await assertRefused(
    server,
    "closed the connection instead of proving its key",
  );
});

Deno.test("a peer that says hello and proves nothing is given up in time", async () => {
  const { service, wasReached } = guardedService();
  await using pair = await rawPair({
    service,
    connectTimeout: 0.1,
    authentication: { key: KEY, role: "server" },
  });
  await pair.peer.send(HELLO);
  await assertRejects(
    () => pair.opening,
    ProtocolError,
    "did not prove its key within 0.1 s",
  );
  assertEquals(wasReached(), false);
});
