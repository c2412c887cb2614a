import { assert, assertEquals, assertGreater } from "@std/assert";
import { connect } from "../../rpc/mod.ts";
import { startServerProcess } from "./_server_process.ts";
import type { ProcessService } from "./_server_program.ts";

const MEBIBYTE = 1024 * 1024;

function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", bytes);
}

/** Bytes of which no two blocks are alike. */
function bytes(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(length / 4);
  let state = seed;
  for (let i = 0; i < words.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    words[i] = state;
  }
  return new Uint8Array(words.buffer);
}

Deno.test("128 MiB arrive whole as one value, both ways", async () => {
  await using server = await startServerProcess();
  await using connection = await connect<ProcessService>(server);
  const sent = bytes(128 * MEBIBYTE);
  const digest = await sha256(sent);
  const received = await connection.root.echo(sent);
  assert(received instanceof Uint8Array);
  assert(received.buffer instanceof ArrayBuffer);
  assertEquals(received.length, sent.length);
  assertEquals(await sha256(new Uint8Array(received.buffer)), digest);
  // What came is in a buffer of just its size, not in a part of a larger one.
  assertEquals(received.buffer.byteLength, sent.length);
});

Deno.test("many attachments in one frame do not mix with other connections", async () => {
  await using server = await startServerProcess();
  await using busy = await connect<ProcessService>(server);
  await using one = await connect<ProcessService>(server);
  await using two = await connect<ProcessService>(server);

  const chunks = Array.from(
    { length: 1000 },
    (_, i) => bytes(64 * 1024, i + 1),
  );
  let done = false;
  const transfer = busy.root.echo(chunks).finally(() => done = true);
  let calls = 0;
  await Promise.all([one, two].map(async ({ root }) => {
    while (!done) {
      const value = [calls, "small", new Uint8Array(5000).fill(calls)];
      assertEquals(await root.echo(value), value);
      calls++;
    }
  }));
  assertGreater(calls, 2);
  const received = await transfer;
  assert(Array.isArray(received));
  assertEquals(received.length, chunks.length);
  for (const [i, chunk] of chunks.entries()) {
    assertEquals(await sha256(received[i]), await sha256(chunk));
  }
});

Deno.test("a string of 32 MiB arrives whole", async () => {
  await using server = await startServerProcess();
  await using connection = await connect<ProcessService>(server);
  const text = "0123456789abcdéf".repeat(2 * MEBIBYTE);
  assert(await connection.root.echo(text) === text);
});
