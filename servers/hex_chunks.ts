/**
 * Chunks of bytes as JSON, `{"chunks":["00ff…","…"]}`: how the HTTP server's
 * chunked routes carry them. Both directions stream, since half a gigabyte in
 * hexadecimal is longer than a string can be.
 */

/** A JSON body was not of the form `{"chunks":["00ff…"]}`. */
export class HexChunksError extends Error {
  /** Tells it from other errors, on both ends. */
  override readonly name = "HexChunksError";
}

/** Encodes chunks as the text of a JSON document, in UTF-8. */
export function encodeHexChunks(
  chunks: Iterable<Uint8Array>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(pieces(chunks)).pipeThrough(
    new TextEncoderStream(),
  );
}

function* pieces(chunks: Iterable<Uint8Array>): Generator<string> {
  let separator = '{"chunks":[';
  for (const chunk of chunks) {
    yield `${separator}"${chunk.toHex()}"`;
    separator = ",";
  }
  yield separator === "," ? "]}" : `${separator}]}`;
}

/**
 * Decodes what {@linkcode encodeHexChunks} encodes.
 *
 * @throws {HexChunksError} for anything else, where it departs from the form.
 */
export async function* decodeHexChunks(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  // Neither the one key nor hexadecimal has an escape, so the quotes alone tell
  // what is a string and what stands between strings.
  const segments = splitAtQuotes(body.pipeThrough(new TextDecoderStream()));
  const next = async () => (await segments.next()).value ?? "";
  const requireEnd = async () => {
    const { done, value } = await segments.next();
    if (!done) expect(`"${value}`, /^$/, "the end");
  };
  expect(await next(), /^\s*\{\s*$/, '{"chunks":[');
  expect(await next(), /^chunks$/, 'the key "chunks"');
  let between = await next();
  if (/^\s*:\s*\[\s*\]\s*\}\s*$/.test(between)) return await requireEnd();
  expect(between, /^\s*:\s*\[\s*$/, "an array");
  for (;;) {
    yield fromHex(await next());
    between = await next();
    if (/^\s*\]\s*\}\s*$/.test(between)) return await requireEnd();
    expect(between, /^\s*,\s*$/, "a comma or the end of the array");
  }
}

async function* splitAtQuotes(
  text: ReadableStream<string>,
): AsyncGenerator<string> {
  let held = "";
  for await (const piece of text) {
    const segments = piece.split('"');
    segments[0] = held + segments[0];
    held = segments.pop() ?? "";
    yield* segments;
  }
  yield held;
}

function expect(segment: string, form: RegExp, what: string): void {
  if (form.test(segment)) return;
  const shown = JSON.stringify(segment.slice(0, 40));
  throw new HexChunksError(
    `expected {"chunks":["00ff…"]}; instead of ${what} came ${shown}`,
  );
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.fromHex(text);
  } catch (cause) {
    throw new HexChunksError(
      `a chunk is not hexadecimal: ${JSON.stringify(text.slice(0, 40))}`,
      { cause },
    );
  }
}
