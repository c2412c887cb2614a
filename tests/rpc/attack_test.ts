import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { connect } from "../../rpc/mod.ts";
import { Random } from "./_random.ts";
import { frame, frameOf, hello, RawPeer } from "./_raw_peer.ts";
import { startServerProcess } from "./_server_process.ts";
import {
  ALL_COMPRESSIONS,
  compressedFrame,
  RAW_ALGORITHMS,
  rawCompressed,
} from "./_raw_compression.ts";
import {
  rawAnswer,
  rawFrame,
  rawReference,
  rawReturned,
  rawStream,
} from "./_raw_values.ts";
import type { ProcessService } from "./_server_program.ts";

const FRAMES = 10_000;
const WARM_UP = 2_000;
const ATTACKERS = 4;
const MEBIBYTE = 1024 * 1024;

Deno.test("10,000 hostile frames neither stop the server nor disturb a neighbour", async () => {
  await using server = await startServerProcess();
  const { port } = server;
  await using neighbour = await connect<ProcessService>({ port });
  const { root } = neighbour;

  let underAttack = true;
  let calls = 0;
  const undisturbed = (async () => {
    while (underAttack) {
      const value = [calls, `call ${calls}`, new Uint8Array(calls % 9000)];
      assertEquals(await root.echo(value), value);
      calls++;
    }
  })();

  await attack(port, 1, WARM_UP);
  const before = await root.memory();
  await attack(port, 2, FRAMES - WARM_UP);
  const after = await root.memory();
  underAttack = false;
  await undisturbed;

  assertGreater(calls, 100);
  assertLess(after - before, 128 * MEBIBYTE);
  // What waited for a turn has gone with those who asked for it.
  assertEquals(await root.ordered(), [0, 0]);
  // And others may still come.
  await using late = await connect<ProcessService>({ port });
  assertEquals(await late.root.echo("late"), "late");
});

/** Sends `count` frames over several connections at once. */
async function attack(port: number, seed: number, count: number) {
  const attackers = Array.from({ length: ATTACKERS }, async (_, i) => {
    const random = new Random(seed * 1000 + i);
    for (let left = count / ATTACKERS; left > 0;) {
      const frames = Array.from(
        { length: Math.min(left, 1 + random.below(5)) },
        () => hostileFrame(random),
      );
      left -= frames.length;
      await attackOnce(port, random, frames);
    }
  });
  await Promise.all(attackers);
}

async function attackOnce(
  port: number,
  random: Random,
  frames: readonly Uint8Array[],
): Promise<void> {
  using peer = await RawPeer.connect(port);
  try {
    const greeting = hello({ compressions: ALL_COMPRESSIONS });
    await peer.send(greeting, ...frames);
    await peer.closeWrite();
    // Most wait until the server is done with them, some just go.
    if (random.next() < 0.9) await peer.ended();
  } catch (error) {
    // The server has closed the connection already, which is its good right.
    assert(
      error instanceof Deno.errors.ConnectionReset ||
        error instanceof Deno.errors.BrokenPipe ||
        error instanceof Deno.errors.NotConnected,
      `${error}`,
    );
  }
}

const SAMPLES = [
  frameOf(["call", 1, 0, ["echo"], ["text", 1, null, {
    a: [1.5, -0, 2n ** 70n],
  }]]),
  frameOf(["call", 2, 0, ["echo"], [
    new Map([[1, new Set([/a/, new Date(0)])]]),
  ]]),
  frameOf(["call", 3, 0, ["echo"], [
    new Uint8Array(5000),
    new Float64Array(9),
  ]]),
  frameOf(["call", 4, 0, ["echo"], [new Error("x", { cause: ["\ud800"] })]]),
  frameOf(["call", 5, 0, ["never"], []]),
  frameOf(["call", 6, 0, ["memory"], []]),
  frameOf(["result", 7, [1, 2, 3]]),
  frameOf(["error", 8, new TypeError("x")]),
  frameOf(["cancel", 5]),
  frameOf(["goodbye", "x"]),
  frameOf(["get", 9, 1, ["next", "value"], []]),
  frameOf(["set", 10, 1, ["value"], [{ a: 1 }]]),
  frameOf(["obtain", 11, 0, ["next"], [], "trace"]),
  frameOf([
    "batch",
    ["call", 12, 0, ["make"], []],
    ["obtain", 13, -12, ["next", "next"], []],
    ["call", 14, -13, ["echo"], [[1, 2]]],
  ]),
  rawFrame(["call", 15, 0, ["echo"], [rawReference(1), rawReference(2, true)]]),
  rawFrame(["call", 16, 0, ["echo"], [rawReturned(1)]]),
  rawFrame(["call", 17, 0, ["echo"], [[rawStream(3), rawStream(4, true)]]]),
  rawFrame([
    "batch",
    ["call", 18, 0, ["make"], []],
    ["call", 19, 0, ["echo"], [rawAnswer(18, "next")]],
  ]),
  rawFrame(["call", 20, 0, ["drain"], [rawStream(5)]]),
  rawFrame(["call", 21, 0, ["callBack"], [rawReference(3, true)]]),
  frameOf(["call", 22, 0, ["stream"], []]),
  frameOf(["chunk", 5, [1, new Uint8Array(10)]]),
  rawFrame(["chunk", 5, rawReference(9)]),
  rawFrame(["bytes", 4, 500], new Uint8Array(500)),
  frameOf(["end", 5]),
  frameOf(["fail", 4, new Error("x")]),
  frameOf(["credit", 1, 2 ** 53 - 1]),
  frameOf(["stop", 1, "enough"]),
  frameOf(["release", [1, 1, 2, 2 ** 53 - 1]]),
  ...RAW_ALGORITHMS.map((_, algorithm) =>
    compressedFrame(
      rawCompressed(["call", 23, 0, ["echo"], ["x".repeat(999)]], algorithm),
    )
  ),
  rawFrame(["call", 24, 0, "echo", [1], undefined, "key"]),
  rawFrame(["call", 25, 0, "ordered", [], "trace", "key"]),
  rawFrame([
    "batch",
    ["call", 26, 0, "make", [], undefined, "key"],
    ["obtain", 27, -26, "next", [], undefined, "key"],
    ["call", 28, -27, "echo", [], undefined, "key"],
    ["call", 29, -28, "echo", [rawAnswer(27)], undefined, "key"],
  ]),
];

function hostileFrame(random: Random): Uint8Array {
  switch (random.below(6)) {
    // Nothing but noise, header included.
    case 0:
      return random.bytes(1 + random.below(200));
    // Noise in a frame of the right length.
    case 1:
      return frame(random.bytes(random.below(200)));
    // A frame that was right but for a few bytes of its envelope.
    case 2:
    case 3: {
      const changed = random.pick(SAMPLES).slice();
      for (let i = random.below(3); i >= 0; i--) {
        changed[8 + random.below(changed.length - 8)] = random.below(256);
      }
      return changed;
    }
    // The same, anywhere.
    case 4: {
      const changed = random.pick(SAMPLES).slice();
      changed[random.below(changed.length)] = random.below(256);
      return changed;
    }
    // What is allowed, but not in this order or number.
    default:
      return random.pick(SAMPLES);
  }
}
