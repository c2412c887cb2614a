import { assertEquals, assertRejects } from "@std/assert";
import {
  decodeHexChunks,
  encodeHexChunks,
  HexChunksError,
} from "../../servers/mod.ts";

const CHUNKS = [
  Uint8Array.of(0, 255, 16),
  new Uint8Array(0),
  Uint8Array.of(1),
  Uint8Array.of(171, 205),
];

/** A stream that brings text in these pieces. */
function streamOf(...pieces: readonly Uint8Array<ArrayBuffer>[]) {
  return ReadableStream.from(pieces);
}

/** Cuts a stream into pieces of a length. */
function piecesOf(
  length: number,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(bytes, controller) {
      for (let begin = 0; begin < bytes.length; begin += length) {
        controller.enqueue(bytes.subarray(begin, begin + length));
      }
    },
  });
}

const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("chunks come back from hexadecimal wherever the stream is split", async () => {
  const text = await new Response(encodeHexChunks(CHUNKS)).bytes();
  for (let first = 0; first <= text.length; first++) {
    for (let second = first; second <= text.length; second++) {
      const stream = streamOf(
        text.slice(0, first),
        text.slice(first, second),
        text.slice(second),
      );
      assertEquals(await Array.fromAsync(decodeHexChunks(stream)), CHUNKS);
    }
  }
});

Deno.test("chunks come back from hexadecimal byte by byte", async () => {
  const text = await new Response(encodeHexChunks(CHUNKS)).bytes();
  const bytes = Array.from(text, (byte) => Uint8Array.of(byte));
  assertEquals(
    await Array.fromAsync(decodeHexChunks(streamOf(...bytes))),
    CHUNKS,
  );
});

Deno.test("one chunk of many pieces takes no time that grows with their square", async () => {
  const chunk = new Uint8Array(16 * 1024 ** 2);
  const [decoded] = await Array.fromAsync(
    decodeHexChunks(encodeHexChunks([chunk]).pipeThrough(piecesOf(1024))),
  );
  assertEquals(decoded.length, chunk.length);
});

Deno.test("no chunks are an empty array", async () => {
  const text = await new Response(encodeHexChunks([])).text();
  assertEquals(text, `{"chunks":[]}`);
  const stream = streamOf(encode(text));
  assertEquals(await Array.fromAsync(decodeHexChunks(stream)), []);
});

Deno.test("chunks in hexadecimal are JSON", async () => {
  const text = await new Response(encodeHexChunks(CHUNKS)).text();
  assertEquals(JSON.parse(text), { chunks: ["00ff10", "", "01", "abcd"] });
});

Deno.test("what is no chunks in hexadecimal is refused wherever it ends", async () => {
  const whole = `{"chunks":["00ff","10"]}`;
  for (let end = 0; end < whole.length; end++) {
    const stream = streamOf(encode(whole.slice(0, end)));
    await assertRejects(
      () => Array.fromAsync(decodeHexChunks(stream)),
      HexChunksError,
    );
  }
});

Deno.test("what comes before a fault is decoded, and the error shows the fault", async () => {
  const stream = streamOf(encode(`{"chunks":["00ff","no"]}`));
  const decoded: Uint8Array[] = [];
  const error = await assertRejects(async () => {
    for await (const chunk of decodeHexChunks(stream)) decoded.push(chunk);
  }, HexChunksError);
  assertEquals(decoded, [Uint8Array.of(0, 255)]);
  assertEquals(error.message, `a chunk is not hexadecimal: "no"`);
});
