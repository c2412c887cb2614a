import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { AsyncLocalStorage } from "node:async_hooks";
import {
  type ConnectionObserver,
  type IncomingCallObserver,
  observeConnections,
  type ObservedAnswer,
  type ObservedCall,
  type OutgoingCallObserver,
  type Remote,
  type RpcObserver,
} from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { countedPair } from "./_counted_pair.ts";
import { eventually } from "./_eventually.ts";
import { UserService } from "./_users_service.ts";

/** A call that this end made, as it was told of. */
class Outgoing implements OutgoingCallObserver {
  readonly call: ObservedCall;
  readonly traceparent: string | undefined;
  readonly told: string[] = ["calling"];
  bytes = 0;
  roundTrip = 0;
  answer: ObservedAnswer | undefined;
  report: unknown;

  constructor(call: ObservedCall, traceparent: string | undefined) {
    this.call = call;
    this.traceparent = traceparent;
  }
  sent(bytes: number, roundTrip: number): void {
    this.told.push("sent");
    this.bytes = bytes;
    this.roundTrip = roundTrip;
  }
  ended(answer: ObservedAnswer, report: unknown): void {
    this.told.push("ended");
    this.answer = answer;
    this.report = report;
  }
}

/** A call that the other end made, as it was told of. */
class Incoming implements IncomingCallObserver {
  static readonly running = new AsyncLocalStorage<Incoming>();
  readonly call: ObservedCall;
  readonly traceparent: string | undefined;
  readonly cause: OutgoingCallObserver | undefined;
  readonly told: string[] = ["called"];
  answer: ObservedAnswer | undefined;

  constructor(
    call: ObservedCall,
    traceparent: string | undefined,
    cause: OutgoingCallObserver | undefined,
  ) {
    this.call = call;
    this.traceparent = traceparent;
    this.cause = cause;
  }
  run<Result>(method: () => Result): Result {
    this.told.push("run");
    return Incoming.running.run(this, method);
  }
  report(): unknown {
    this.told.push("report");
    return { from: this.call.name };
  }
  ended(answer: ObservedAnswer): void {
    this.told.push("ended");
    this.answer = answer;
  }
}

/** Writes down all that it is told. */
class Recorder implements RpcObserver, ConnectionObserver {
  readonly peers: string[] = [];
  readonly outgoing: Outgoing[] = [];
  readonly incoming: Incoming[] = [];
  readonly references: string[] = [];
  closings = 0;
  readonly #traceparent: string | undefined;

  constructor(traceparent?: string) {
    this.#traceparent = traceparent;
  }
  connected({ peer }: { readonly peer: string }): ConnectionObserver {
    this.peers.push(peer);
    return this;
  }
  calling(call: ObservedCall): OutgoingCallObserver {
    const outgoing = new Outgoing(call, this.#traceparent);
    this.outgoing.push(outgoing);
    return outgoing;
  }
  called(
    call: ObservedCall,
    traceparent: string | undefined,
    cause: OutgoingCallObserver | undefined,
  ): IncomingCallObserver {
    const incoming = new Incoming(call, traceparent, cause);
    this.incoming.push(incoming);
    return incoming;
  }
  received({ className }: { readonly className: string }): void {
    this.references.push(`+${className}`);
  }
  released({ className }: { readonly className: string }): void {
    this.references.push(`-${className}`);
  }
  closed(): void {
    this.closings++;
  }
}

const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

Deno.test("a call is told of when it is made, when it leaves, and when it ends", async () => {
  await using pair = await countedPair(UserService);
  const recorder = new Recorder();
  using _watching = pair.client.observe(recorder);
  assertEquals(recorder.peers, [pair.client.peer]);
  const { toServer, toClient } = await pair.proxy.during(async () => {
    const sum = pair.client.root.add(1, 2);
    const [add] = recorder.outgoing;
    assertEquals(add.told, ["calling"]);
    assertEquals(await sum, 3);
    assertEquals(add.told, ["calling", "sent", "ended"]);
  });
  const [{ answer, bytes, call }] = recorder.outgoing;
  assertEquals(call, {
    kind: "call",
    name: "add",
    reference: undefined,
    args: [1, 2],
  });
  assertEquals(bytes, toServer.bytes);
  assertEquals(answer, {
    ok: true,
    value: 3,
    bytes: toClient.bytes,
    references: [],
  });
});

Deno.test("every kind of operation has its kind, its name and its reference", async () => {
  await using pair = await connectedPair(UserService);
  const recorder = new Recorder();
  const server = new Recorder();
  using _watching = pair.client.observe(recorder);
  using _there = pair.server.observe(server);
  const { root } = pair.client;
  using user = await root.getUser(1);
  await user.orders.first.total;
  await user.$set("name", "Grace");
  using add = await root.adder();
  await add(1, 2);
  await root.getUser(1).orders.list(2)[1].total;
  const told = ({ call: { kind, name, reference } }: Outgoing | Incoming) =>
    `${kind} ${name} ${reference?.className ?? "-"}`;
  assertEquals(recorder.outgoing.map(told), [
    "call getUser -",
    "get orders.first.total User",
    "set name User",
    "call adder -",
    "apply  Function",
    "call getUser -",
    "call getUser().orders.list -",
    "get getUser().orders.list().1.total -",
  ]);
  assertEquals(server.incoming.map(told), [
    "call getUser -",
    "get orders.first.total User",
    "set name User",
    "call adder -",
    "apply  Function",
    "call getUser -",
    "call orders.list -",
    "get 1.total -",
  ]);
});

Deno.test("calls of one frame share their round trip, and their bytes are its own", async () => {
  await using pair = await countedPair(UserService);
  const recorder = new Recorder();
  using _watching = pair.client.observe(recorder);
  const { client } = pair;
  for (
    const work of [
      () => client.root.getUser(1).orders.first.total,
      () =>
        client.batch((root) =>
          Promise.all(Array.from({ length: 70 }, (_, i) => root.add(i, i)))
        ),
      () => Promise.all([client.root.add(1, 1), client.root.getUser(1).name]),
      () => client.root.echo(new Uint8Array(10_000)),
    ]
  ) {
    recorder.outgoing.length = 0;
    const { toServer, toClient } = await pair.proxy.during(work);
    const trips = new Set(recorder.outgoing.map((it) => it.roundTrip));
    assertEquals(trips.size, toServer.requests);
    assertEquals(recorder.outgoing.length, toServer.calls);
    assertEquals(sum(recorder.outgoing.map((it) => it.bytes)), toServer.bytes);
    assertEquals(
      sum(recorder.outgoing.map((it) => it.answer?.bytes ?? 0)),
      toClient.bytes,
    );
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

Deno.test("what goes wrong is told of, also if it never left", async () => {
  await using pair = await connectedPair(UserService);
  const recorder = new Recorder();
  using _watching = pair.client.observe(recorder);
  const { root } = pair.client;
  const failed = await assertRejects(() => root.fail("no such user"));
  const unsent = await assertRejects(() => root.echo(Symbol()));
  const [fail, echo] = recorder.outgoing;
  assertEquals(fail.told, ["calling", "sent", "ended"]);
  assert(fail.answer?.ok === false && fail.answer.bytes > 0);
  assertStrictEquals(fail.answer.error, failed);
  assertEquals(echo.told, ["calling", "ended"]);
  assertEquals(echo.answer, { ok: false, error: unsent, bytes: 0 });

  class Never {
    never(): Promise<never> {
      return new Promise(() => {});
    }
  }
  await using other = await connectedPair(Never);
  const late = new Recorder();
  using _late = other.client.observe(late);
  await assertRejects(() => other.client.with({ timeout: 0.02 }).never());
  const lost = assertRejects(() => other.client.root.never());
  await other.client.close();
  await lost;
  assertEquals(
    late.outgoing.map(({ answer }) => answer?.ok === false && answer.bytes),
    [0, 0],
  );
  assertEquals(late.closings, 1);
});

Deno.test("nothing more is told of a call given up before it leaves with others", async () => {
  await using pair = await connectedPair(UserService);
  const recorder = new Recorder();
  using _watching = pair.client.observe(recorder);
  const { client } = pair;
  const controller = new AbortController();
  const { signal } = controller;
  await client.batch(async (root) => {
    const given = client.with({ signal }).echo("given up");
    const kept = root.echo("kept");
    controller.abort();
    await assertRejects(() => given, DOMException);
    assertEquals(await kept, "kept");
  });
  assertEquals(recorder.outgoing.map(({ told }) => told), [
    ["calling", "ended"],
    ["calling", "sent", "ended"],
  ]);
});

Deno.test("the other end's observer sees the trace, and its report comes back", async () => {
  await using pair = await connectedPair(UserService);
  const here = new Recorder(TRACEPARENT);
  const there = new Recorder();
  using _here = pair.client.observe(here);
  using _there = pair.server.observe(there);
  assertEquals(await pair.client.root.add(1, 2), 3);
  await assertRejects(() => pair.client.root.fail("no"));
  assertEquals(there.incoming.map((it) => it.traceparent), [
    TRACEPARENT,
    TRACEPARENT,
  ]);
  assertEquals(there.incoming[0].told, ["called", "run", "report", "ended"]);
  assertEquals(here.outgoing.map((it) => it.report), [
    { from: "add" },
    { from: "fail" },
  ]);
  const [add, fail] = there.incoming;
  assert(add.answer?.ok);
  assertEquals([add.answer.value, add.call.args], [3, [1, 2]]);
  assertEquals(add.answer.bytes, here.outgoing[0].answer?.bytes);
  assert(fail.answer?.ok === false);
  assertInstanceOf(fail.answer.error, RangeError);
});

Deno.test("nothing is asked of the other end's observer by a caller that is not observed", async () => {
  await using pair = await connectedPair(UserService);
  const there = new Recorder();
  using _there = pair.server.observe(there);
  await pair.client.root.add(1, 2);
  assertEquals(there.incoming[0].told, ["called", "run", "ended"]);
  assertEquals(there.incoming[0].traceparent, undefined);
});

Deno.test("what a method does later is still told to be its own", async () => {
  const seen: (string | undefined)[] = [];
  class Service {
    async now(): Promise<void> {
      seen.push(Incoming.running.getStore()?.call.name);
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(Incoming.running.getStore()?.call.name);
    }
    async other(): Promise<void> {
      await Promise.resolve();
      seen.push(Incoming.running.getStore()?.call.name);
    }
  }
  await using pair = await connectedPair(Service);
  using _watching = pair.server.observe(new Recorder());
  await Promise.all([pair.client.root.now(), pair.client.root.other()]);
  assertEquals(seen, ["now", "other", "now"]);
});

Deno.test("a call back has the call as its cause that handed the function over", async () => {
  class Caller {
    async twice(f: Remote<(n: number) => number>): Promise<number> {
      return await f(1) + await f(2);
    }
  }
  await using pair = await connectedPair(Caller);
  const recorder = new Recorder();
  using _watching = pair.client.observe(recorder);
  const { root } = pair.client;
  function first(n: number): number {
    return n;
  }
  function second(n: number): number {
    return 10 * n;
  }
  assertEquals(
    await Promise.all([root.twice(first), root.twice(second)]),
    [3, 30],
  );
  const [one, other] = recorder.outgoing;
  for (const { call, cause } of recorder.incoming) {
    assertStrictEquals(cause, call.name === "first" ? one : other);
  }
  assertEquals(recorder.incoming.length, 4);
});

Deno.test("references are told of as they come and go", async () => {
  await using pair = await connectedPair(UserService);
  const recorder = new Recorder();
  using _watching = pair.client.observe(recorder);
  const { root } = pair.client;
  {
    using _user = await root.getUser(1);
    using _same = await root.getUser(1);
    using _add = await root.adder();
  }
  await root.getUser(2).name;
  await eventually(() => pair.client.references.held === 0);
  assertEquals(recorder.references, [
    "+User",
    "+User",
    "+Function",
    "-Function",
    "-User",
    "+User",
    "-User",
  ]);
  const [getUser] = recorder.outgoing;
  assert(getUser.answer?.ok);
  assertEquals(getUser.answer.references.map((it) => it.className), ["User"]);
});

Deno.test("several observers are told the same, until each has seen enough", async () => {
  await using pair = await connectedPair(UserService);
  const [one, two] = [new Recorder(), new Recorder(TRACEPARENT)];
  const there = new Recorder();
  using _there = pair.server.observe(there);
  const first = pair.client.observe(one);
  const second = pair.client.observe(two);
  await pair.client.root.add(1, 2);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  await pair.client.root.add(3, 4);
  second[Symbol.dispose]();
  await pair.client.root.add(5, 6);
  assertEquals([one.outgoing.length, two.outgoing.length], [1, 2]);
  assertEquals([one.closings, two.closings], [1, 1]);
  for (const { told } of [...one.outgoing, ...two.outgoing]) {
    assertEquals(told, ["calling", "sent", "ended"]);
  }
  assertEquals(one.outgoing[0].report, { from: "add" });
  assertEquals(there.incoming.map((it) => it.traceparent), [
    TRACEPARENT,
    TRACEPARENT,
    undefined,
  ]);
  await pair.client.close();
  assertEquals([one.closings, two.closings], [1, 1]);
});

Deno.test("a call that began before its observer left is told of to its end", async () => {
  await using pair = await connectedPair(UserService);
  const recorder = new Recorder();
  const watching = pair.client.observe(recorder);
  const sum = pair.client.root.add(1, 2);
  watching[Symbol.dispose]();
  await sum;
  assertEquals(recorder.outgoing[0].told, ["calling", "sent", "ended"]);
});

Deno.test("observers of all connections see those that are opened from then on", async () => {
  await using before = await connectedPair(UserService);
  const recorder = new Recorder();
  const watching = observeConnections(recorder);
  await using during = await connectedPair(UserService);
  watching[Symbol.dispose]();
  await using after = await connectedPair(UserService);
  assertEquals(
    new Set(recorder.peers),
    new Set([during.client.peer, during.server.peer]),
  );
  for (const { client } of [before, during, after]) {
    await client.root.add(1, 2);
  }
  // Of that one connection, both ends.
  assertEquals([recorder.outgoing.length, recorder.incoming.length], [1, 1]);
  await during.client.close();
  await during.server.closed;
  assertEquals(recorder.closings, 2);
});

Deno.test("another copy of the package opens connections for the same observers", async () => {
  const { RpcConnection, tcpTransport } = await import("../../rpc/mod.ts#copy");
  const recorder = new Recorder();
  using _watching = observeConnections(recorder);
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const [one, other] = await Promise.all([
    Deno.connect({ hostname: "127.0.0.1", port }),
    listener.accept(),
  ]);
  const [client, server] = await Promise.all(
    [one, other].map((it) => RpcConnection.open(tcpTransport(it))),
  );
  assertEquals(recorder.peers.length, 2);
  await client.close();
  await server.close();
});
