import {
  assertEquals,
  assertLess,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  CallTimeoutError,
  type ConnectionOptions,
  KeySerializedScheduler,
  type RpcConnection,
  type Scheduler,
  withCallOptions,
} from "../../rpc/mod.ts";
import { completeOptions } from "../../rpc/connection_options.ts";
import { connectedPair } from "./_connected_pair.ts";
import { Desk } from "./_desk.ts";
import { EchoService } from "./_echo_service.ts";
import { eventually } from "./_eventually.ts";
import { greetedPair } from "./_raw_peer.ts";
import { rawFrame } from "./_raw_values.ts";

/** A client of a desk whose calls are ordered, and the scheduler that does it. */
async function orderedPair(
  scheduler: Scheduler = new KeySerializedScheduler(),
  client: ConnectionOptions = {},
): Promise<AsyncDisposable & OrderedPair> {
  const pair = await connectedPair(Desk, { client, server: { scheduler } });
  Desk.clear();
  return {
    client: pair.client,
    scheduler,
    at: (orderingKey) => pair.client.with({ orderingKey }),
    [Symbol.asyncDispose]: () => pair[Symbol.asyncDispose](),
  };
}

interface OrderedPair {
  readonly client: RpcConnection<Desk>;
  readonly scheduler: Scheduler;
  /** The desk, with an ordering key for its calls. */
  at(orderingKey: string): RpcConnection<Desk>["root"];
}

/** Waits until just these jobs have begun, in this order. */
async function begun(...names: string[]): Promise<void> {
  await eventually(() => Desk.begun.length >= names.length);
  assertEquals(Desk.begun, names);
}

function counts({ running, waiting, keys }: Scheduler): number[] {
  return [running, waiting, keys];
}

Deno.test("calls of one key run one after another, as they came", async () => {
  await using pair = await orderedPair();
  const desk = pair.at("a");
  const calls = [
    desk.work("1"),
    desk.note("2"),
    desk.work("3"),
    desk.note("4"),
  ];
  await begun("1");
  assertEquals(counts(pair.scheduler), [1, 3, 1]);
  Desk.end("1");
  await begun("1", "2", "3");
  assertEquals(counts(pair.scheduler), [1, 1, 1]);
  Desk.end("3");
  assertEquals(await Promise.all(calls), ["1", "2", "3", "4"]);
  assertEquals(Desk.begun, ["1", "2", "3", "4"]);
  assertEquals(counts(pair.scheduler), [0, 0, 0]);
});

Deno.test("calls of other keys, and of none, overlap", async () => {
  await using pair = await orderedPair();
  const calls = [
    pair.at("a").work("a"),
    pair.at("b").work("b"),
    pair.at("").work("empty"),
    pair.client.root.work("none"),
    pair.client.root.work("none either"),
  ];
  await begun("a", "b", "empty", "none", "none either");
  assertEquals(counts(pair.scheduler), [5, 0, 3]);
  Desk.begun.forEach((name) => Desk.end(name));
  await Promise.all(calls);
  assertEquals(counts(pair.scheduler), [0, 0, 0]);
});

Deno.test("without keys, both schedulers answer calls as they end", async () => {
  for (const scheduler of ["exit_ordered", "key_serialized"] as const) {
    await using pair = await connectedPair(Desk, { server: { scheduler } });
    Desk.clear();
    const answers: string[] = [];
    const calls = ["1", "2", "3"].map((name) =>
      pair.client.root.work(name).then((answer) => answers.push(answer))
    );
    await begun("1", "2", "3");
    assertEquals(counts(pair.server.scheduler), [3, 0, 0]);
    for (const name of ["3", "1", "2"]) Desk.end(name);
    await Promise.all(calls);
    assertEquals(answers, ["3", "1", "2"]);
    assertEquals(counts(pair.server.scheduler), [0, 0, 0]);
  }
});

Deno.test("connections that share a scheduler are ordered with each other, others are not", async () => {
  await using one = await orderedPair();
  await using other = await orderedPair(one.scheduler);
  await using stranger = await orderedPair();
  const calls = [one.at("a").work("1")];
  await begun("1");
  calls.push(other.at("a").work("2"));
  await eventually(() => one.scheduler.waiting === 1);
  calls.push(stranger.at("a").work("3"));
  await begun("1", "3");
  Desk.end("1");
  await begun("1", "3", "2");
  Desk.end("2");
  Desk.end("3");
  await Promise.all(calls);
  assertEquals(counts(one.scheduler), [0, 0, 0]);
});

Deno.test("a call that throws, now or later, lets the next one go", async () => {
  await using pair = await orderedPair();
  const desk = pair.at("a");
  const calls = Promise.allSettled([
    desk.work("1"),
    desk.refuse(),
    desk.note("2"),
  ]);
  await begun("1");
  Desk.end("1", new RangeError("no"));
  const outcomes = (await calls).map(({ status }) => status);
  assertEquals(outcomes, ["rejected", "rejected", "fulfilled"]);
  assertEquals(counts(pair.scheduler), [0, 0, 0]);
});

Deno.test("a call given up while it waits leaves the queue, and never runs", async () => {
  await using pair = await orderedPair();
  const desk = pair.at("a");
  const controller = new AbortController();
  const options = { orderingKey: "a", signal: controller.signal };
  const first = desk.work("1");
  const aborted = pair.client.with(options).work("2");
  const overdue = pair.client.with({ orderingKey: "a", timeout: 0.02 })
    .work("3");
  const last = desk.note("4");
  await begun("1");
  controller.abort(new Error("changed my mind"));
  await assertRejects(() => aborted, Error, "changed my mind");
  await assertRejects(() => overdue, CallTimeoutError);
  await eventually(() => pair.scheduler.waiting === 1);
  await eventually(() => pair.client.callsInFlight === 2);
  Desk.end("1");
  assertEquals(await Promise.all([first, last]), ["1", "4"]);
  assertEquals(Desk.begun, ["1", "4"]);
  assertEquals(counts(pair.scheduler), [0, 0, 0]);
});

Deno.test("a call given up while it runs has its turn until it ends", async () => {
  await using pair = await orderedPair();
  const hurried = pair.client.with({ orderingKey: "a", timeout: 0.02 });
  const first = assertRejects(() => hurried.cling("1"), CallTimeoutError);
  const second = pair.at("a").note("2");
  await begun("1", "1 aborted");
  await first;
  assertEquals(counts(pair.scheduler), [1, 1, 1]);
  Desk.end("1");
  assertEquals(await second, "2");
  assertEquals(Desk.begun, ["1", "1 aborted", "2"]);
});

Deno.test("what waits for a connection that is lost never runs, and holds up no one", async () => {
  await using staying = await orderedPair();
  const { scheduler } = staying;
  const leaving = await orderedPair(scheduler);
  const lost = [leaving.at("a").work("1"), leaving.at("a").work("2")];
  for (const call of lost) call.catch(() => {});
  await begun("1");
  const call = staying.at("a").note("3");
  await eventually(() => scheduler.waiting === 2);
  await leaving[Symbol.asyncDispose]();
  await Promise.allSettled(lost);
  await eventually(() => scheduler.waiting === 1);
  Desk.end("1");
  assertEquals(await call, "3");
  assertEquals(Desk.begun, ["1", "3"]);
  assertEquals(counts(scheduler), [0, 0, 0]);
});

Deno.test("a call of the same key may build on one before it in its frame", async () => {
  await using pair = await orderedPair();
  const desk = pair.at("a");
  const before = desk.work("1");
  await begun("1");
  const drawer = desk.open("2");
  const taken = [drawer.take("3"), desk.note(drawer.take("4"))];
  const after = desk.note("5");
  await eventually(() => pair.scheduler.waiting === 5);
  Desk.end("1");
  await begun("1", "2");
  Desk.end("2");
  assertEquals(await Promise.all([before, ...taken, after]), [
    "1",
    "3",
    "4",
    "5",
  ]);
  assertEquals(Desk.begun, ["1", "2", "3", "4", "4", "5"]);
  assertEquals(counts(pair.scheduler), [0, 0, 0]);
});

Deno.test("keys that cross in the calls of one frame do not hold each other up", async () => {
  await using pair = await orderedPair();
  const drawer = pair.at("a").open("1");
  const taken = withCallOptions(drawer, { orderingKey: "b" }).take("2");
  const noted = pair.at("a").note(taken);
  const last = pair.at("b").note("3");
  await begun("1");
  Desk.end("1");
  assertEquals(await Promise.all([noted, last]), ["2", "3"]);
  assertEquals(counts(pair.scheduler), [0, 0, 0]);
});

Deno.test("what builds on a call that was given up in the queue fails like it", async () => {
  await using pair = await orderedPair();
  const first = pair.at("a").work("1");
  await begun("1");
  const hurried = pair.client.with({ orderingKey: "a", timeout: 0.02 });
  const drawer = hurried.open("2");
  const taken = withCallOptions(drawer, { timeout: 30 }).take("3");
  await assertRejects(() => drawer, CallTimeoutError);
  await assertRejects(() => taken, Error, "given up");
  Desk.end("1");
  await first;
  assertEquals(Desk.begun, ["1"]);
  assertEquals(counts(pair.scheduler), [0, 0, 0]);
});

Deno.test("no key is kept that was once seen", async () => {
  await using pair = await orderedPair();
  const names = Array.from({ length: 2000 }, (_, i) => `key ${i}`);
  await Promise.all(names.map((name) => pair.at(name).note(name)));
  assertEquals(Desk.begun, names);
  assertEquals(counts(pair.scheduler), [0, 0, 0]);
});

Deno.test("a thousand calls of one key run in order", async () => {
  await using pair = await orderedPair();
  const desk = pair.at("a");
  const first = desk.work("first");
  const names = Array.from({ length: 1000 }, (_, i) => `${i}`);
  const calls = names.map((name) => desk.note(name));
  await begun("first");
  Desk.end("first");
  await first;
  assertEquals(await Promise.all(calls), names);
  assertEquals(Desk.begun, ["first", ...names]);
});

Deno.test("a long queue costs a call no more than a short one", () => {
  /** Milliseconds that a call takes to come and go, with so many in the queue. */
  const timePerCall = (length: number): number => {
    const scheduler = new KeySerializedScheduler();
    const calls = Array.from(
      { length },
      () => ({ orderingKey: "a", proceed() {} }),
    );
    const start = performance.now();
    for (const call of calls) scheduler.enter(call);
    for (const call of calls) scheduler.leave(call);
    assertEquals(counts(scheduler), [0, 0, 0]);
    return (performance.now() - start) / length;
  };
  const best = (length: number) =>
    Math.min(...Array.from({ length: 5 }, () => timePerCall(length)));
  // If each had to pass all that had left, it would be 16 times as much.
  assertLess(best(32_000) / best(2000), 6);
});

Deno.test("a key is refused where it would order nothing, and nothing is sent", async () => {
  await using pair = await connectedPair(EchoService);
  const { client } = pair;
  const options = { orderingKey: "user 1" };
  const says =
    'orderingKey is "user 1", but the other end runs calls exit_ordered';
  const { sent } = client.traffic;
  await assertRejects(() => client.with(options).echo(1), TypeError, says);
  await assertRejects(
    () => client.call("echo", [1], options),
    TypeError,
    says,
  );
  assertEquals(client.traffic.sent, sent);
  assertEquals(client.callsInFlight, 0);
  assertEquals(await client.root.echo(1), 1);
});

Deno.test("a key that is no string is refused", async () => {
  await using pair = await orderedPair();
  // @ts-expect-error: not a string
  const desk = pair.client.with({ orderingKey: 5 });
  await assertRejects(
    () => desk.note("1"),
    TypeError,
    "orderingKey is 5; it takes a string",
  );
});

Deno.test("either end orders what the other calls", async () => {
  const scheduler = new KeySerializedScheduler();
  await using pair = await connectedPair(EchoService, {
    client: { service: Desk, scheduler },
  });
  Desk.clear();
  const call = (name: string) =>
    pair.server.call("work", [name], { orderingKey: "a" });
  const calls = [call("1"), call("2")];
  await begun("1");
  Desk.end("1");
  await begun("1", "2");
  Desk.end("2");
  assertEquals(await Promise.all(calls), ["1", "2"]);
});

const FORGED: Record<string, readonly unknown[]> = {
  "that is a number": ["call", 1, 0, "note", ["x"], undefined, 5],
  "that is nothing": ["call", 1, 0, "note", ["x"], undefined, undefined],
  "after a trace that is none": ["call", 1, 0, "note", ["x"], 5, "key"],
  "and something after it": ["call", 1, 0, "note", ["x"], "", "key", 1],
};

for (const [name, envelope] of Object.entries(FORGED)) {
  Deno.test(`an ordering key ${name} ends the connection`, async () => {
    const scheduler = new KeySerializedScheduler();
    await using pair = await greetedPair({ service: Desk, scheduler });
    await pair.peer.send(rawFrame(envelope));
    assertStringIncludes(await pair.peer.receiveGoodbye(), "none that this");
    assertEquals(counts(scheduler), [0, 0, 0]);
  });
}

Deno.test("a key for an end that has no order ends the connection", async () => {
  await using pair = await greetedPair({ service: Desk });
  const frame = rawFrame(["call", 1, 0, "note", ["x"], undefined, "key"]);
  await pair.peer.send(frame);
  assertEquals(
    await pair.peer.receiveGoodbye(),
    "a call has an ordering key; this end has none",
  );
  assertEquals(counts(pair.connection.scheduler), [0, 0, 0]);
});

Deno.test("calls that wait count as in flight", async () => {
  const scheduler = new KeySerializedScheduler();
  await using pair = await greetedPair({
    service: Desk,
    scheduler,
    limits: { callsInFlight: 3 },
  });
  Desk.clear();
  const frames = [1, 2, 3, 4].map((id) =>
    rawFrame(["call", id, 0, "work", [`${id}`], undefined, "key"])
  );
  await pair.peer.send(...frames);
  const goodbye = await pair.peer.receiveGoodbye();
  assertEquals(goodbye, "more than 3 calls are in flight");
  assertEquals(Desk.begun, ["1"]);
  Desk.end("1");
  await eventually(() => scheduler.keys === 0);
  assertEquals(counts(scheduler), [0, 0, 0]);
});

Deno.test("a scheduler that there is not is refused", () => {
  assertThrows(
    // @ts-expect-error: no such scheduler
    () => completeOptions({ scheduler: "fifo" }),
    TypeError,
    'scheduler is "fifo"; it takes exit_ordered or key_serialized',
  );
});
