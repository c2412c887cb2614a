import { assert, assertEquals } from "@std/assert";
import { type CallRecord, formatChromeTrace } from "../../telemetry/mod.ts";
import { Random } from "../rpc/_random.ts";
import { callRecord } from "./_call_record.ts";

/** What a viewer reads, as far as the tests care. */
interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly id?: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: Readonly<Record<string, unknown>>;
}

const START = 1_800_000_000;

function eventsOf(calls: readonly CallRecord[]): TraceEvent[] {
  return JSON.parse(formatChromeTrace({ calls })).traceEvents;
}

function slicesOf(calls: readonly CallRecord[]): TraceEvent[] {
  return eventsOf(calls).filter(({ ph }) => ph === "X");
}

Deno.test("calls of one after another share a track, in microseconds", () => {
  const slices = slicesOf([
    callRecord({ id: "b", name: "second", startedAt: START + 2, duration: 3 }),
    callRecord({ id: "a", name: "first", startedAt: START, duration: 2 }),
  ]);
  assertEquals(slices.map(({ name, ts, dur }) => [name, ts, dur]), [
    ["first()", 0, 2e6],
    ["second()", 2e6, 3e6],
  ]);
  assertEquals(slices[0].tid, slices[1].tid);
});

Deno.test("calls at once have tracks of their own, also if one holds the other", () => {
  const slices = slicesOf([
    callRecord({ id: "a", startedAt: START, duration: 10 }),
    callRecord({ id: "b", startedAt: START + 1, duration: 2 }),
    callRecord({ id: "c", startedAt: START + 2, duration: 20 }),
    callRecord({ id: "d", startedAt: START + 3, duration: 1 }),
  ]);
  const [a, b, c, d] = slices.map(({ tid }) => tid);
  assertEquals(new Set([a, b, c]).size, 3);
  assertEquals(d, b, "a track that has become free is used again");
});

Deno.test("a call that comes back to its caller is inside of the call that caused it", () => {
  const slices = slicesOf([
    callRecord({ id: "call", duration: 10 }),
    callRecord({
      id: "served",
      parentId: "call",
      side: "server",
      processId: 200,
      startedAt: START + 1,
      duration: 8,
    }),
    callRecord({
      id: "callback",
      parentId: "served",
      processId: 200,
      startedAt: START + 2,
      duration: 6,
    }),
    callRecord({
      id: "callback served",
      parentId: "callback",
      side: "server",
      startedAt: START + 3,
      duration: 4,
    }),
  ]);
  const tracks = slices.map(({ pid, tid }) => [pid, tid]);
  assertEquals(tracks, [[100, 1], [200, 2], [200, 2], [100, 1]]);
});

Deno.test("a call back from an end that is not watched is inside of its cause", () => {
  const calls = [
    callRecord({ id: "call", duration: 10 }),
    callRecord({
      id: "callback served",
      parentId: "call",
      causeId: "call",
      side: "server",
      startedAt: START + 1,
      duration: 4,
    }),
  ];
  const [call, callback] = slicesOf(calls);
  assertEquals(callback.tid, call.tid);
  assertEquals(eventsOf(calls).filter(({ ph }) => ph === "s"), []);
});

Deno.test("a call that outlasts its cause is beside it", () => {
  const [cause, call] = slicesOf([
    callRecord({ id: "a", side: "server", duration: 2 }),
    callRecord({ id: "b", parentId: "a", startedAt: START + 1, duration: 2 }),
  ]);
  assert(cause.tid !== call.tid);
});

Deno.test("a call without an answer lasts to the end of the trace and says so", () => {
  const [hung, other] = slicesOf([
    callRecord({ id: "a", duration: undefined }),
    callRecord({ id: "b", startedAt: START + 1, duration: 2 }),
  ]);
  assertEquals([hung.dur, hung.args.unanswered], [3e6, true]);
  assertEquals(other.args.unanswered, undefined);
});

Deno.test("an arrow leads from a call to what the other end saw of it", () => {
  const events = eventsOf([
    callRecord({ id: "a" }),
    callRecord({ id: "b", startedAt: START + 1, duration: 3 }),
    callRecord({
      id: "c",
      parentId: "b",
      side: "server",
      processId: 200,
      connection: 7,
      startedAt: START + 2,
      duration: 1,
    }),
  ]);
  const arrows = events.filter(({ ph }) => ph === "s" || ph === "f")
    .map(({ ph, pid, ts }) => [ph, pid, ts]);
  assertEquals(arrows, [["s", 100, 1e6], ["f", 200, 2e6]]);
});

Deno.test("a call tells what was done, where, and how it failed", () => {
  const [{ name, args }] = slicesOf([callRecord({
    id: "a",
    kind: "get",
    name: "email",
    reference: { id: 4, className: "User" },
    location: {
      file: "file:///shop.ts",
      line: 12,
      column: 5,
      functionName: "main",
    },
    section: "checkout",
    error: "RangeError: too far",
    roundTrip: 9,
  })]);
  assertEquals(name, "User.email");
  assertEquals(args, {
    kind: "get",
    bytesOut: 20,
    bytesIn: 30,
    roundTrip: 9,
    reference: "User #4",
    line: "file:///shop.ts:12:5",
    section: "checkout",
    error: "RangeError: too far",
    trace: "4bf92f3577b34da6a3ce929d0e0e4736",
  });
});

Deno.test("every process and every track has a name", () => {
  const events = eventsOf([
    callRecord({ id: "a" }),
    callRecord({ id: "b" }),
    callRecord({ id: "c", processId: 200, connection: 3 }),
  ]);
  const names = events.filter(({ ph }) => ph === "M")
    .map(({ name, pid, args }) => [name, pid, args.name]);
  assertEquals(names, [
    ["process_name", 100, "process 100"],
    ["process_name", 200, "process 200"],
    ["thread_name", 100, "connection 1"],
    ["thread_name", 100, "connection 1, 2"],
    ["thread_name", 200, "connection 3"],
  ]);
});

Deno.test("slices of a track never cross, whatever the calls", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const events = eventsOf(randomCalls(new Random(seed)));
    const tracks = Map.groupBy(
      events.filter(({ ph }) => ph === "X"),
      ({ tid }) => tid,
    );
    for (const slices of tracks.values()) assertNested(slices, seed);
    const named = events.filter(({ name }) => name === "thread_name");
    assertEquals(new Set(named.map(({ tid }) => tid)), new Set(tracks.keys()));
    const arrows = Map.groupBy(
      events.filter(({ ph }) => ph === "s" || ph === "f"),
      ({ id }) => id,
    );
    for (const ends of arrows.values()) {
      assertEquals(ends.map(({ ph }) => ph), ["s", "f"]);
    }
  }
});

/** Slices in the order of their beginnings, each inside the last or after it. */
function assertNested(slices: readonly TraceEvent[], seed: number): void {
  const open: TraceEvent[] = [];
  let reached = 0;
  for (const slice of slices) {
    const start = nanoseconds(slice.ts);
    assert(start >= reached, `not in order, with the seed ${seed}`);
    reached = start;
    while (open.length > 0 && endOf(open[open.length - 1]) <= start) {
      open.pop();
    }
    const around = open.at(-1);
    assert(
      around === undefined || endOf(slice) <= endOf(around),
      `slices cross, with the seed ${seed}`,
    );
    open.push(slice);
  }
}

function endOf({ ts, dur }: TraceEvent): number {
  return nanoseconds(ts) + nanoseconds(dur);
}

/** Whole, since sums of microseconds are not exact. */
function nanoseconds(microseconds: number): number {
  return Math.round(microseconds * 1000);
}

function randomCalls(random: Random): CallRecord[] {
  const calls: CallRecord[] = [];
  for (let id = 0; id < 200; id++) {
    const parent = id > 0 && random.next() < 0.7
      ? random.pick(calls)
      : undefined;
    const startedAt = (parent?.startedAt ?? START) + random.next();
    calls.push(callRecord({
      id: String(id),
      parentId: parent?.id,
      side: random.pick(["client", "server"]),
      processId: random.pick([100, 200]),
      connection: random.pick([1, 2]),
      startedAt,
      duration: random.pick([undefined, 0, random.next() / 10, random.next()]),
    }));
  }
  return calls;
}
