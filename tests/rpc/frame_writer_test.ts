import {
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
} from "@std/assert";
import { FrameWriter } from "../../rpc/frame_writer.ts";
import { BytePipe, joined } from "./_byte_pipe.ts";
import { frame } from "./_raw_peer.ts";

const NONE: readonly Uint8Array[] = [];

function writerTo(pipe: BytePipe): FrameWriter {
  return new FrameWriter(pipe, (error) => {
    throw error;
  });
}

function bytes(length: number, value = length): Uint8Array {
  return new Uint8Array(length).fill(value);
}

Deno.test("small frames of one tick leave in one write", async () => {
  const pipe = new BytePipe();
  const writer = writerTo(pipe);
  const envelopes = Array.from({ length: 100 }, (_, i) => bytes(i));
  for (const envelope of envelopes) {
    writer.push({ bytes: envelope, attachments: NONE });
  }
  assertEquals(pipe.written.length, 0);
  await writer.drained();
  assertEquals(pipe.written.length, 1);
  assertEquals(pipe.joined(), joined(envelopes.map((each) => frame(each))));
});

Deno.test("frames leave in order, whatever their sizes and the pieces taken", async () => {
  for (const takes of [1_000_000, 70_000, 1000]) {
    const pipe = new BytePipe();
    pipe.takes = takes;
    const writer = writerTo(pipe);
    const expected: Uint8Array[] = [];
    for (let i = 0; i < 60; i++) {
      const envelope = bytes([3, 65_528, 65_529, 30_000, 200_000][i % 5], i);
      const attachments = i % 3 === 0
        ? [bytes(9000, i), bytes(0), bytes(1)]
        : [];
      writer.push({ bytes: envelope, attachments });
      expected.push(frame(envelope, joined(attachments)));
      if (i % 7 === 0) await writer.drained();
      if (i % 7 === 3) await Promise.resolve();
    }
    await writer.drained();
    assertEquals(writer.bytesWaiting, 0);
    assertEquals(
      await crypto.subtle.digest("SHA-256", pipe.joined().slice()),
      await crypto.subtle.digest("SHA-256", joined(expected).slice()),
    );
  }
});

Deno.test("an attachment leaves from the memory that it came in", async () => {
  const seen: Uint8Array[] = [];
  const pipe = new BytePipe();
  const writer = new FrameWriter({
    peer: pipe.peer,
    read: (buffer) => pipe.read(buffer),
    write(piece) {
      seen.push(piece);
      return Promise.resolve(piece.length);
    },
    closeWrite: () => pipe.closeWrite(),
    close: () => pipe.close(),
  }, () => {});
  const attachment = bytes(100_000);
  writer.push({ bytes: bytes(3), attachments: [attachment] });
  await writer.drained();
  assertEquals(seen.some((piece) => piece.buffer === attachment.buffer), true);
});

Deno.test("a frame may have more attachments than a call can have arguments", async () => {
  const pipe = new BytePipe();
  const writer = writerTo(pipe);
  const attachments = Array.from({ length: 300_000 }, () => bytes(1));
  writer.push({ bytes: bytes(3), attachments });
  await writer.drained();
  assertEquals(pipe.joined().length, 8 + 3 + 300_000);
});

Deno.test("what waits is counted until it has left", async () => {
  const pipe = new BytePipe();
  pipe.takes = 50;
  const writer = writerTo(pipe);
  writer.push({ bytes: bytes(100), attachments: [bytes(92)] });
  assertEquals(writer.bytesWaiting, 200);
  const drained = writer.drained();
  writer.push({ bytes: bytes(2), attachments: NONE });
  assertEquals(writer.bytesWaiting, 210);
  await drained;
  // What was pushed since is another matter.
  assertEquals(writer.bytesWaiting, 10);
  await writer.drained();
  assertEquals(writer.bytesWaiting, 0);
});

Deno.test("a write that fails is told of, and holds nobody up", async () => {
  const pipe = new BytePipe();
  const failure = new Error("cable cut");
  const failures: unknown[] = [];
  const writer = new FrameWriter(pipe, (error) => failures.push(error));
  pipe.failure = failure;
  writer.push({ bytes: bytes(100), attachments: [bytes(5000)] });
  await writer.drained();
  assertEquals(writer.bytesWaiting, 0);
  assertStrictEquals(failures[0], failure);
});

Deno.test("memory that goes before it is sent is a failure, not a wrong frame", async () => {
  const pipe = new BytePipe();
  const failures: unknown[] = [];
  const writer = new FrameWriter(pipe, (error) => failures.push(error));
  const attachment = new Uint8Array(5000);
  writer.push({ bytes: bytes(3), attachments: [attachment] });
  structuredClone(attachment, { transfer: [attachment.buffer] });
  await writer.drained();
  assertEquals(failures.length, 1);
  assertInstanceOf(failures[0], TypeError);
});
