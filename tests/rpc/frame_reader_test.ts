import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import type { Envelope } from "../../rpc/envelope.ts";
import { ProtocolError } from "../../rpc/errors.ts";
import { FrameReader } from "../../rpc/frame_reader.ts";
import { completeLimits } from "../../rpc/limits.ts";
import { BytePipe, joined } from "./_byte_pipe.ts";
import { Random } from "./_random.ts";
import { frameOf } from "./_raw_peer.ts";
import { assertSameValue } from "./_same_value.ts";

const ENVELOPES: readonly Envelope[] = [
  ["cancel", 1],
  // Just below, at and beyond what the reader's buffer of 64 KiB holds.
  ...[65_000, 65_500, 65_530, 65_540, 66_000, 200_000].map((length) =>
    ["result", length, "x".repeat(length)] as const
  ),
  ["result", 2, new Uint8Array(4096).fill(1)],
  ["call", 3, 0, ["upload"], [new Uint8Array(70_000).fill(2), "between", 1]],
  [
    "call",
    4,
    0,
    ["many"],
    Array.from({ length: 50 }, (_, i) => bytes(4096 + i)),
  ],
  ["result", 5, ["x".repeat(100_000), bytes(100_000), new ArrayBuffer(0)]],
  ...Array.from({ length: 300 }, (_, i) => ["cancel", i] as const),
];

const WHOLE = joined(ENVELOPES.map(frameOf));
const random = new Random(1);

const PIECES: Record<string, () => number> = {
  "one byte at a time": () => 1,
  "as much as there is room for": () => Infinity,
  "pieces of 1460 bytes": () => 1460,
  "pieces of 64 KiB less one": () => 65_535,
  "pieces of any size": () => 1 + random.below(100_000),
};

for (const [name, pieceLength] of Object.entries(PIECES)) {
  Deno.test(`frames that come ${name} are the same frames`, async () => {
    const received: Envelope[] = [];
    const pipe = new BytePipe(WHOLE, pieceLength);
    const reader = new FrameReader(pipe, completeLimits());
    await reader.receiveAll((envelope) => received.push(envelope));
    assertSameValue(received, ENVELOPES);
  });
}

Deno.test("an end within a frame is a ProtocolError, wherever it comes", async () => {
  const whole = frameOf(["result", 1, [bytes(5000), "x".repeat(100)]]);
  for (let end = 1; end < whole.length; end += 13) {
    const pipe = new BytePipe(whole.subarray(0, end));
    const reader = new FrameReader(pipe, completeLimits());
    await assertRejects(
      () => reader.receiveAll(() => {}),
      ProtocolError,
      "ended in the middle of a frame",
    );
  }
});

Deno.test("what fails in the receiver ends the reading", async () => {
  const reader = new FrameReader(new BytePipe(WHOLE), completeLimits());
  let received = 0;
  const error = await assertRejects(() =>
    reader.receiveAll(() => {
      if (++received === 3) throw new RangeError("enough");
    })
  );
  assertInstanceOf(error, RangeError);
  assertEquals(received, 3);
});

function bytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => i * 7 + (i >> 8));
}
