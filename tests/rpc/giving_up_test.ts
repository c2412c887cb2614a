import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { CallTimeoutError, ConnectionLostError } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { frameOf, greetedPair, hello, rawPair } from "./_raw_peer.ts";
import { TRANSPORT_KINDS } from "./_transport_kinds.ts";
import { Waiter } from "./_waiter.ts";

/** How long a call is given that must be given up, in seconds. */
const SHORT = 0.02;

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`${kind.name}: a call past its timeout is given up on both ends`, async () => {
    await using pair = await connectedPair(Waiter, { kind });
    const error = await assertRejects(
      () => pair.client.with({ timeout: SHORT }).wait("slow"),
      CallTimeoutError,
    );
    assertEquals(error.message, `wait: no reply within ${SHORT} s`);
    // On a busy machine, the other end may hear of it all at once.
    await Waiter.last.started(1);
    const reason = await Waiter.last.aborted.get("slow");
    assertInstanceOf(reason, DOMException);
    assertEquals(reason.name, "AbortError");

    // Its reply comes all the same, and is no other call's.
    assertEquals(pair.client.callsInFlight, 1);
    assertEquals(await pair.client.root.release(), "released");
    assertEquals(pair.client.callsInFlight, 0);
  });

  Deno.test(`${kind.name}: an aborted call is given up on both ends`, async () => {
    await using pair = await connectedPair(Waiter, { kind });
    const controller = new AbortController();
    const { signal } = controller;
    const mine = new Error("changed my mind");
    const call = pair.client.with({ signal }).wait("unwanted");
    await Waiter.last.started(1);
    controller.abort(mine);
    assertStrictEquals(await assertRejects(() => call), mine);
    const reason = await Waiter.last.aborted.get("unwanted");
    assertInstanceOf(reason, DOMException);
    assertEquals(await pair.client.root.release(), "released");
    assertEquals(pair.client.callsInFlight, 0);
  });

  Deno.test(`${kind.name}: a lost connection aborts what runs for it`, async () => {
    await using pair = await connectedPair(Waiter, { kind });
    const call = pair.client.root.wait("orphan");
    call.catch(() => {});
    await Waiter.last.started(1);
    await pair.client.close();
    const reason = await Waiter.last.aborted.get("orphan");
    assertInstanceOf(reason, ConnectionLostError);
  });
}

Deno.test("the connection's timeout holds for calls that name none", async () => {
  await using pair = await connectedPair(Waiter, {
    client: { timeout: SHORT },
  });
  await assertRejects(() => pair.client.root.wait("a"), CallTimeoutError);
  await assertRejects(() => pair.client.call("wait", ["b"]), CallTimeoutError);
  // A call's own timeout takes the place of the connection's.
  const patient = pair.client.with({ timeout: Infinity }).wait("c");
  await assertRejects(() => pair.client.root.wait("d"), CallTimeoutError);
  await pair.client.root.release();
  assertEquals(await patient, "late");
});

Deno.test("each call has its own deadline, whatever their order", async () => {
  await using pair = await connectedPair(Waiter);
  const { client } = pair;
  const wait = (timeout: number) => client.with({ timeout }).wait(`${timeout}`);
  const overdue = (timeout: number) =>
    assertRejects(() => wait(timeout), CallTimeoutError);
  const long = [wait(1000)];
  const short = [overdue(2 * SHORT), overdue(SHORT)];
  long.push(wait(500), wait(2000));
  short.push(overdue(3 * SHORT), overdue(SHORT));
  await Promise.all(short);
  // The timer that was set for those must be set again for calls made since.
  await overdue(SHORT);
  await client.root.release();
  for (const call of long) assertEquals(await call, "late");
});

Deno.test("a timeout longer than a timer can take is no short one", async () => {
  await using pair = await connectedPair(Waiter);
  const patient = pair.client.with({ timeout: 1e9 }).wait("patient");
  await assertRejects(
    () => pair.client.with({ timeout: SHORT }).wait("hasty"),
    CallTimeoutError,
  );
  await pair.client.root.release();
  assertEquals(await patient, "late");
});

for (const timeout of [0, -1, NaN]) {
  Deno.test(`a timeout of ${timeout} is a RangeError`, async () => {
    await using pair = await connectedPair(Waiter);
    await assertRejects(
      () => pair.client.with({ timeout }).release(),
      RangeError,
      `timeout is ${timeout}`,
    );
    assertEquals(pair.client.callsInFlight, 0);
  });
}

Deno.test("a call with an aborted signal is never sent", async () => {
  await using pair = await connectedPair(Waiter);
  const mine = new Error("too late");
  const error = await assertRejects(() =>
    pair.client.with({ signal: AbortSignal.abort(mine) }).wait("never")
  );
  assertStrictEquals(error, mine);
  assertEquals(pair.client.callsInFlight, 0);
  await pair.client.root.release();
  assertEquals(Waiter.last.aborted.has("never"), false);
});

Deno.test("a queued call that is given up is never sent", async () => {
  await using pair = await connectedPair(Waiter, {
    server: { limits: { callsInFlight: 1 } },
  });
  const first = pair.client.root.wait("first");
  await Waiter.last.started(1);
  const controller = new AbortController();
  const aborted = pair.client.with({ signal: controller.signal }).wait(
    "second",
  );
  const overdue = pair.client.with({ timeout: SHORT }).wait("third");
  const last = pair.client.root.wait("fourth");
  assertEquals(pair.client.callsInFlight, 4);
  controller.abort();
  await assertRejects(() => aborted, DOMException);
  await assertRejects(() => overdue, CallTimeoutError);
  assertEquals(pair.client.callsInFlight, 2);

  Waiter.last.release();
  assertEquals(await first, "late");
  assertEquals(await last, "late");
  assertEquals([...Waiter.last.aborted.keys()], ["first", "fourth"]);
});

Deno.test("the other end hears nothing of a call that was only queued", async () => {
  await using pair = await rawPair();
  const { peer } = pair;
  const greeting = hello();
  // It takes one call at a time.
  new DataView(greeting.buffer).setUint32(18, 1);
  await peer.send(greeting);
  await peer.receiveHello();
  const connection = await pair.opening;
  const first = connection.call("first");
  await assertRejects(
    () => connection.call("second", [], { timeout: SHORT }),
    CallTimeoutError,
  );
  const third = connection.call("third");
  assertEquals(await peer.receiveFrame(), ["call", 1, 0, "first", []]);
  await peer.send(frameOf(["result", 1, "one"]));
  assertEquals(await peer.receiveFrame(), ["call", 3, 0, "third", []]);
  await peer.send(frameOf(["result", 3, "three"]));
  assertEquals(await Promise.all([first, third]), ["one", "three"]);
});

Deno.test("the other end hears nothing of a call given up in the tick it was made", async () => {
  await using pair = await greetedPair();
  const { peer, connection } = pair;
  const controller = new AbortController();
  const { signal } = controller;
  const call = connection.call("brief", [], { signal });
  controller.abort();
  await assertRejects(() => call, DOMException);
  assertEquals(connection.callsInFlight, 0);
  const next = connection.call("next");
  assertEquals(await peer.receiveFrame(), ["call", 2, 0, "next", []]);
  await peer.send(frameOf(["result", 2, "fine"]));
  assertEquals(await next, "fine");
});

Deno.test("a signal asked for after the caller has gone is aborted", async () => {
  await using pair = await connectedPair(Waiter);
  await assertRejects(
    () => pair.client.with({ timeout: SHORT }).stubborn(),
    CallTimeoutError,
  );
  // The cancellation comes before this call does.
  await pair.client.root.release();
  assertEquals(await Waiter.last.stubbornAborted, true);
});

Deno.test("no listener stays on a signal that outlives its calls", async () => {
  await using pair = await connectedPair(Waiter, {
    server: { limits: { callsInFlight: 2 } },
  });
  const signal = new CountedListeners();
  const options = { signal };
  for (let i = 0; i < 5; i++) {
    assertEquals(await pair.client.with(options).release(), "released");
  }
  await assertRejects(() => pair.client.call("none", [], options), TypeError);
  await assertRejects(
    () => pair.client.call("none", [Symbol()], options),
    TypeError,
  );
  assertEquals(signal.listeners, 0);

  await using other = await connectedPair(Waiter, {
    server: { limits: { callsInFlight: 1 } },
  });
  await assertRejects(
    () => other.client.with({ ...options, timeout: SHORT }).wait("overdue"),
    CallTimeoutError,
  );
  const queued = other.client.with({ ...options, timeout: SHORT });
  await assertRejects(() => queued.wait("queued"), CallTimeoutError);
  assertEquals(signal.listeners, 0);
  const lost = assertRejects(
    () => other.client.with(options).wait("lost"),
    ConnectionLostError,
  );
  assertEquals(signal.listeners, 1);
  await other.client.close();
  await lost;
  assertEquals(signal.listeners, 0);
});

Deno.test("replies that nobody waits for are harmless", async () => {
  await using pair = await greetedPair();
  const { peer, connection } = pair;
  const call = connection.call("one", []);
  const [kind, id] = await peer.receiveFrame() ?? [];
  assert(kind === "call" && typeof id === "number");
  await peer.send(
    frameOf(["result", 999, "stray"]),
    frameOf(["error", 0, new Error("stray")]),
    frameOf(["cancel", 999]),
    frameOf(["result", id, "mine"]),
    frameOf(["result", id, "again"]),
  );
  assertEquals(await call, "mine");

  const overdue = connection.call("two", [], { timeout: SHORT });
  await assertRejects(() => overdue, CallTimeoutError);
  await peer.receiveFrame();
  assertEquals(await peer.receiveFrame(), ["cancel", id + 1]);
  await peer.send(frameOf(["result", id + 1, "late"]));
  const after = connection.call("three", []);
  await peer.receiveFrame();
  await peer.send(frameOf(["result", id + 2, "fine"]));
  assertEquals(await after, "fine");
  assertEquals(connection.callsInFlight, 0);
});

Deno.test("no timer keeps the program alive", async () => {
  const module = import.meta.resolve("../../rpc/mod.ts");
  const program = `
    import { RpcConnection, tcpTransport } from ${JSON.stringify(module)};
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const open = async (socket, service) => {
      const connection = RpcConnection.open(tcpTransport(socket), { service });
      return await connection;
    };
    class Service { wait() { return new Promise(() => {}); } }
    const port = listener.addr.port;
    const socket = await Deno.connect({ hostname: "127.0.0.1", port });
    const accepted = await listener.accept();
    const [client] = await Promise.all([open(socket), open(accepted, Service)]);
    client.root.wait().catch(() => {});
    socket.unref();
    accepted.unref();
    listener.close();
    console.log("done");
  `;
  const config = new URL(import.meta.resolve("../../deno.json")).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--config", config, program],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // The call's timeout of 30 s is all that could hold it.
  const watchdog = setTimeout(() => child.kill("SIGKILL"), 20_000);
  const { success, stdout, stderr } = await child.output();
  clearTimeout(watchdog);
  assertEquals(new TextDecoder().decode(stderr), "");
  assertEquals(new TextDecoder().decode(stdout), "done\n");
  assertEquals(success, true);
});

/** A signal that never aborts and knows how many listen to it. */
class CountedListeners extends EventTarget implements AbortSignal {
  readonly aborted = false;
  readonly reason = undefined;
  onabort = null;
  listeners = 0;

  throwIfAborted(): void {}

  override addEventListener(
    ...args: Parameters<EventTarget["addEventListener"]>
  ): void {
    this.listeners++;
    super.addEventListener(...args);
  }

  override removeEventListener(
    ...args: Parameters<EventTarget["removeEventListener"]>
  ): void {
    this.listeners--;
    super.removeEventListener(...args);
  }
}
