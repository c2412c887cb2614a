import {
  assert,
  assertEquals,
  assertGreater,
  assertInstanceOf,
  assertLess,
  assertRejects,
} from "@std/assert";
import { connect, RpcConnection } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { CountedWrites } from "./_counted_writes.ts";
import { EchoService } from "./_echo_service.ts";
import { TCP, TRANSPORT_KINDS } from "./_transport_kinds.ts";

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`${kind.name}: the first call goes out at once`, async () => {
    await using pair = await connectedPair(EchoService, { kind });
    assertEquals(await pair.client.root.echo("hello"), "hello");
  });

  Deno.test(`${kind.name}: replies that come in another order find their calls`, async () => {
    await using pair = await connectedPair(Gates, { kind });
    const { root } = pair.client;
    const order: number[] = [];
    const calls = Array.from({ length: 300 }, async (_, i) => {
      const answer = await root.pass(i);
      order.push(i);
      return answer;
    });
    await root.waitFor(300);
    assertEquals(pair.client.callsInFlight, 300);
    await root.openAllInReverse();
    const expected = Array.from({ length: 300 }, (_, i) => i);
    assertEquals(await Promise.all(calls), expected);
    assertEquals(order, expected.toReversed());
    assertEquals(pair.client.callsInFlight, 0);
  });

  Deno.test(`${kind.name}: both ends may call each other at once`, async () => {
    await using pair = await connectedPair(Doubler, {
      kind,
      client: { service: EchoService },
    });
    const calls = Array.from({ length: 50 }, async (_, i) => {
      assertEquals(await pair.client.root.double(i), 2 * i);
      assertEquals(await pair.server.call("echo", [i]), i);
    });
    await Promise.all(calls);
  });

  Deno.test(`${kind.name}: small and large values share a connection`, async () => {
    await using pair = await connectedPair(EchoService, { kind });
    const calls = Array.from({ length: 60 }, async (_, i) => {
      const value = i % 3 === 0
        ? new Uint8Array(i * 5000).fill(i)
        : i % 3 === 1
        ? "x".repeat(i * 4000)
        : i;
      assertEquals(await pair.client.root.echo(value), value);
    });
    await Promise.all(calls);
  });
}

Deno.test("connect() reaches a server by its port", async () => {
  await using listening = await TCP.listen();
  const accepted = listening.accept().then((transport) =>
    RpcConnection.open(transport, { service: EchoService })
  );
  await using client = await connect<EchoService>({ port: listening.port });
  await using _server = await accepted;
  assertEquals(client.peer, `127.0.0.1:${listening.port}`);
  assertEquals(await client.root.echo(1), 1);
});

Deno.test("connect() to a port where nobody listens says so", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assertRejects(() => connect({ port }), Deno.errors.ConnectionRefused);
});

Deno.test("calls made in one tick leave in one write, as do their replies", async () => {
  await using listening = await TCP.listen();
  const accepted = listening.accept();
  const from = new CountedWrites(await TCP.connect(listening.port));
  const to = new CountedWrites(await accepted);
  const [client, server] = await Promise.all([
    RpcConnection.open<EchoService>(from),
    RpcConnection.open(to, { service: EchoService }),
  ]);
  await using _client = client, _server = server;

  // A first call, so that no hello is counted.
  await client.root.echo(0);
  from.writes = to.writes = 0;
  await Promise.all(Array.from({ length: 100 }, (_, i) => client.root.echo(i)));
  assertEquals(from.writes, 1);
  // The network may have cut the calls in pieces, though it hardly ever does.
  assertLess(to.writes, 10);
  assertGreater(to.writes, 0);
});

Deno.test("no more calls go out than the other end takes", async () => {
  await using pair = await connectedPair(Gates, {
    server: { limits: { callsInFlight: 3 } },
  });
  const { root } = pair.client;
  const calls = Array.from({ length: 8 }, (_, i) => root.pass(i));
  assertEquals(pair.client.callsInFlight, 8);
  for (let i = 0; i < 8; i++) {
    await Gates.last.reached(Math.min(8, i + 3));
    assertLess(Gates.last.waiting.size, 4);
    Gates.last.open(i);
    assertEquals(await calls[i], i);
  }
  assertEquals(pair.client.callsInFlight, 0);
});

Deno.test("a queued call sees its arguments as they were when it was made", async () => {
  await using pair = await connectedPair(Gates, {
    server: { limits: { callsInFlight: 1 } },
  });
  const first = pair.client.root.pass(1);
  const argument = { text: "before" };
  const second = pair.client.root.echo(argument);
  argument.text = "after";
  await Gates.last.reached(1);
  Gates.last.open(1);
  await first;
  assertEquals(await second, { text: "before" });
});

Deno.test("a method called by a name known at run time gets its arguments", async () => {
  await using pair = await connectedPair(Doubler);
  assertEquals(await pair.client.call("double", [4]), 8);
  class Arguments extends Array<number> {}
  assertEquals(await pair.client.call("double", Arguments.from([4])), 8);
});

Deno.test("the root can be returned from an async function, and kept", async () => {
  await using pair = await connectedPair(Doubler);
  const root = await Promise.resolve(pair.client.root);
  const { double } = root;
  assertEquals(await double(1), 2);
});

Deno.test("a method may return any thenable", async () => {
  await using pair = await connectedPair(
    class Lazy {
      value(): PromiseLike<number> {
        return { then: (resolve) => Promise.resolve(7).then(resolve) };
      }
    },
  );
  assertEquals(await pair.client.root.value(), 7);
});

Deno.test("more arguments than a function can take are an error, no crash", async () => {
  await using pair = await connectedPair(EchoService);
  const error = await assertRejects(() =>
    pair.client.call("echo", new Array(500_000).fill(1))
  );
  assertInstanceOf(error, RangeError);
  assertEquals(await pair.client.root.echo(1), 1);
});

Deno.test("one service is made per connection", async () => {
  class Counter {
    #count = 0;
    next(): number {
      return ++this.#count;
    }
  }
  await using one = await connectedPair(Counter);
  await using other = await connectedPair(Counter);
  assertEquals(await one.client.root.next(), 1);
  assertEquals(await one.client.root.next(), 2);
  assertEquals(await other.client.root.next(), 1);
});

Deno.test("a service whose constructor throws ends its connection, and says why", async () => {
  class Broken {
    constructor() {
      throw new Error("no disk");
    }
  }
  await using listening = await TCP.listen();
  const accepted = listening.accept();
  const [client, server] = await Promise.allSettled([
    RpcConnection.open(await TCP.connect(listening.port)),
    RpcConnection.open(await accepted, { service: Broken }),
  ]);
  assert(client.status === "fulfilled" && server.status === "rejected");
  assertEquals(server.reason.message, "no disk");
  const lost = await client.value.closed;
  assert(lost?.message.includes("no disk"));
});

class Doubler {
  double(n: number): number {
    return 2 * n;
  }
}

/** Calls that wait until the test lets each of them go. */
class Gates {
  static last: Gates;
  readonly waiting = new Map<number, () => void>();
  #count = 0;
  #arrived = Promise.withResolvers<void>();

  constructor() {
    Gates.last = this;
  }

  echo(value: unknown): unknown {
    return value;
  }

  async pass(number: number): Promise<number> {
    this.#count++;
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
    await new Promise<void>((open) => this.waiting.set(number, open));
    return number;
  }

  /** Resolves once `count` calls have arrived. */
  async waitFor(count: number): Promise<void> {
    await this.reached(count);
  }

  openAllInReverse(): void {
    for (const number of [...this.waiting.keys()].reverse()) this.open(number);
  }

  async reached(count: number): Promise<void> {
    while (this.#count < count) await this.#arrived.promise;
  }

  open(number: number): void {
    this.waiting.get(number)?.();
    this.waiting.delete(number);
  }
}
