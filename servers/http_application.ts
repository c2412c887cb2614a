import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import {
  payload,
  payloadChunks,
  payloadStream,
  sleep,
  sumOfSquares,
} from "./benchmark_service.ts";
import { countBytes } from "./count_bytes.ts";
import {
  decodeHexChunks,
  encodeHexChunks,
  HexChunksError,
} from "./hex_chunks.ts";

/** The largest body that is held whole, as large as a frame of the RPC server. */
const MOST_BODY_BYTES = 1024 ** 3;

/** Answers HTTP requests, as `Deno.serve` hands them over. */
export interface HttpApplication {
  /** Answers one request; never rejects. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * The HTTP face of {@linkcode BenchmarkService}: a route for every method.
 *
 * Bad input is answered with 400 and `{"error": "…"}`, which names the
 * parameter; an unknown route with 404.
 *
 * @example Ask it without a network in between
 * ```ts
 * import { createHttpApplication } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * const application = createHttpApplication();
 * const response = await application.fetch(
 *   new Request("http://localhost/compute/4"),
 * );
 * assertEquals(await response.json(), { n: 4, result: "14" });
 * ```
 */
export function createHttpApplication(): HttpApplication {
  const application = new Hono();
  application.onError(answerError);
  application.notFound((context) =>
    context.json({
      error: `no route ${context.req.method} ${context.req.path}`,
    }, 404)
  );

  // Not for chunks, which are counted as they come: it holds the body whole.
  const limited = bodyLimit({ maxSize: MOST_BODY_BYTES, onError: tooLarge });
  application.get("/ping", (context) => context.text("pong"));
  application.post(
    "/echo",
    limited,
    async (context) =>
      context.body(await context.req.arrayBuffer(), {
        headers: {
          "content-type": context.req.header("content-type") ??
            "application/octet-stream",
        },
      }),
  );
  application.get("/compute/:n", (context) => {
    const n = numberParameter(context, "n");
    // As text: it soon has more digits than a number of JavaScript's.
    return context.json({ n, result: String(sumOfSquares(n)) });
  });
  application.get("/sleep/:seconds", async (context) => {
    const seconds = numberParameter(context, "seconds");
    await sleep(seconds, context.req.raw.signal);
    return context.json({ seconds });
  });

  for (const route of ["/upload", "/upload-file"]) {
    application.post(route, limited, async (context) => {
      const body = await context.req.arrayBuffer();
      return context.json({ bytes: body.byteLength });
    });
  }
  for (const route of ["/download/:size", "/download-file/:size"]) {
    application.get(
      route,
      (context) =>
        context.body(payload(numberParameter(context, "size")), {
          headers: { "content-type": "application/octet-stream" },
        }),
    );
  }
  application.post("/upload-file-streamed", async (context) => {
    const { body } = context.req.raw;
    return context.json({ bytes: body === null ? 0 : await countBytes(body) });
  });
  application.get("/download-file-streamed/:size", (context) => {
    const pieces = payloadStream(numberParameter(context, "size"));
    return context.body(ReadableStream.from(pieces), {
      headers: { "content-type": "application/octet-stream" },
    });
  });
  application.post("/upload-file-chunked", async (context) => {
    const { body } = context.req.raw;
    let bytes = 0;
    let chunks = 0;
    if (body !== null) {
      for await (const chunk of decodeHexChunks(body)) {
        bytes += chunk.length;
        chunks++;
      }
    }
    return context.json({ bytes, chunks });
  });
  application.get("/download-file-chunked/:size/:chunkSize", (context) => {
    const chunks = payloadChunks(
      numberParameter(context, "size"),
      numberParameter(context, "chunkSize"),
    );
    return context.body(encodeHexChunks(chunks), {
      headers: { "content-type": "application/json" },
    });
  });
  return { fetch: (request) => application.fetch(request) };
}

function numberParameter(context: Context, name: string): number {
  const text = context.req.param(name) ?? "";
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) {
    throw new RangeError(
      `${name} is ${JSON.stringify(text)}; it takes a number`,
    );
  }
  return value;
}

function answerError(error: Error, context: Context): Response {
  const bad = error instanceof RangeError || error instanceof HexChunksError;
  // A client that gave up hears nothing, and its leaving is no fault.
  if (!bad && !context.req.raw.signal.aborted) console.error(error);
  return context.json({ error: error.message }, bad ? 400 : 500);
}

function tooLarge(context: Context): Response {
  return context.json(
    { error: `the body has more than ${MOST_BODY_BYTES} bytes` },
    413,
  );
}
