import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { HttpServer, payload } from "../../servers/mod.ts";

/** A request, and what its answer must be. */
interface Exchange {
  readonly request: string;
  readonly body?: BodyInit;
  readonly status?: number;
  readonly answer: unknown;
}

const GOOD: readonly Exchange[] = [
  { request: "GET /ping", answer: "pong" },
  { request: "POST /echo", body: "abc", answer: "abc" },
  { request: "POST /echo", body: "", answer: "" },
  { request: "POST /upload", body: new Uint8Array(70), answer: { bytes: 70 } },
  { request: "POST /upload", body: "", answer: { bytes: 0 } },
  { request: "POST /upload-file", body: "abc", answer: { bytes: 3 } },
  { request: "GET /compute/0", answer: { n: 0, result: "0" } },
  { request: "GET /compute/4", answer: { n: 4, result: "14" } },
  { request: "GET /sleep/0", answer: { seconds: 0 } },
  { request: "GET /sleep/0.01", answer: { seconds: 0.01 } },
  { request: "GET /download/0", answer: "" },
  { request: "GET /download-file/0", answer: "" },
  { request: "GET /download-file-streamed/0", answer: "" },
  {
    request: "POST /upload-file-streamed",
    body: "abc",
    answer: { bytes: 3 },
  },
  { request: "POST /upload-file-streamed", body: "", answer: { bytes: 0 } },
  { request: "GET /download-file-chunked/0/5", answer: { chunks: [] } },
  {
    request: "GET /download-file-chunked/5/2",
    answer: { chunks: ["3c5e", "81b4", "0c"] },
  },
  {
    request: "POST /upload-file-chunked",
    body: `{"chunks":["00ff","AB"]}`,
    answer: { bytes: 3, chunks: 2 },
  },
  {
    request: "POST /upload-file-chunked",
    body: ` { "chunks" : [ "00" , "" ] } `,
    answer: { bytes: 1, chunks: 2 },
  },
  {
    request: "POST /upload-file-chunked",
    body: `{"chunks":[]}`,
    answer: { bytes: 0, chunks: 0 },
  },
];

const BAD_NUMBERS = [
  "-1",
  "0.5",
  "1e99",
  "NaN",
  "Infinity",
  "ten",
  "%20",
  "0x",
];

/** What is wrong, by route; the answer must name it. */
const BAD: readonly Exchange[] = [
  ...BAD_NUMBERS.flatMap((number) => [
    bad(`GET /download/${number}`, "size is"),
    bad(`GET /download-file/${number}`, "size is"),
    bad(`GET /download-file-streamed/${number}`, "size is"),
    bad(`GET /download-file-chunked/${number}/5`, "size is"),
    bad(`GET /download-file-chunked/5/${number}`, "chunkSize is"),
    bad(`GET /compute/${number}`, "n is"),
  ]),
  bad("GET /download-file-chunked/5/0", "chunkSize is 0"),
  bad(`GET /download/${2 ** 31}`, "from 0 to"),
  bad(`GET /compute/${2 ** 31}`, "from 0 to"),
  ...["-1", "NaN", "Infinity", "3601", "soon"].map((seconds) =>
    bad(`GET /sleep/${seconds}`, "seconds is")
  ),
  ...[
    "",
    "[]",
    "{}",
    `{"chunks":["0g"]}`,
    `{"chunks":["0"]}`,
    `{"chunks":["00"`,
    `{"chunks":["00"]`,
    `{"chunks":["00",]}`,
    `{"chunks":[00]}`,
    `{"chunks":["00"]}}`,
    `{"chunks":["00"]} "more"`,
    `{"chunks":[]} "more"`,
    `{"chunks":["00" "00"]}`,
    `{"pieces":["00"]}`,
    `{"chunks":"00"}`,
    `\u0000`,
  ].map((body) => ({
    ...bad("POST /upload-file-chunked", ""),
    body,
  })),
  { request: "GET /", status: 404, answer: { error: "no route GET /" } },
  {
    request: "POST /ping",
    status: 404,
    answer: { error: "no route POST /ping" },
  },
  {
    request: "GET /upload",
    status: 404,
    answer: { error: "no route GET /upload" },
  },
  {
    request: "GET /download",
    status: 404,
    answer: { error: "no route GET /download" },
  },
];

Deno.test("every HTTP route answers good input", async () => {
  await using server = await HttpServer.start({ port: 0 });
  for (const exchange of GOOD) {
    const response = await send(server, exchange);
    const text = await response.text();
    const answer = typeof exchange.answer === "string"
      ? text
      : JSON.parse(text);
    assertEquals([exchange.request, response.status, answer], [
      exchange.request,
      200,
      exchange.answer,
    ]);
  }
});

Deno.test("every HTTP route answers bad input with a status and an error that says what is wrong", async () => {
  await using server = await HttpServer.start({ port: 0 });
  for (const exchange of BAD) {
    const response = await send(server, exchange);
    const what = `${exchange.request} ${exchange.body ?? ""}`;
    const text = await response.text();
    assertEquals([what, response.status], [what, exchange.status ?? 400], text);
    const { error } = JSON.parse(text);
    assert(typeof error === "string" && error !== "", what);
    if (typeof exchange.answer === "string") {
      assertStringIncludes(error, exchange.answer);
    } else assertEquals(JSON.parse(text), exchange.answer);
  }
  const response = await fetch(`${server.url}/ping`);
  assertEquals(await response.text(), "pong", "the server does not go on");
});

Deno.test("HTTP downloads bring the payload", async () => {
  await using server = await HttpServer.start({ port: 0 });
  for (const route of ["download", "download-file"]) {
    const response = await fetch(`${server.url}/${route}/100000`);
    assertEquals(
      response.headers.get("content-type"),
      "application/octet-stream",
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    assertEquals(bytes, payload(100_000));
  }
});

Deno.test("an echo over HTTP keeps bytes and content type", async () => {
  await using server = await HttpServer.start({ port: 0 });
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
  const response = await fetch(`${server.url}/echo`, {
    method: "POST",
    body: bytes,
    headers: { "content-type": "image/png" },
  });
  assertEquals(response.headers.get("content-type"), "image/png");
  assertEquals(new Uint8Array(await response.arrayBuffer()), bytes);
});

Deno.test("a client that gives up on the HTTP server leaves no words and no harm", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", import.meta.resolve("./_impatient_client.ts")],
  });
  const { stdout, stderr } = await command.output();
  const text = new TextDecoder();
  assertEquals(text.decode(stderr), "");
  assertEquals(text.decode(stdout), "pong\n");
});

function bad(request: string, answer: string): Exchange {
  return { request, answer };
}

function send(
  server: HttpServer,
  { request, body }: Exchange,
): Promise<Response> {
  const [method, path] = request.split(" ");
  return fetch(server.url + path, { method, body });
}
