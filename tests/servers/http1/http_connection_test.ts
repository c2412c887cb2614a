import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { createServer } from "node:net";
import { ConnectionLostError, ProtocolError } from "../../../rpc/mod.ts";
import {
  HttpConnection,
  HttpServer,
  PreparedRequest,
} from "../../../servers/mod.ts";
import { eventually } from "../../rpc/_eventually.ts";
import { type ScriptedPeer, ScriptedServer } from "./_scripted_server.ts";

const PONG = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong";

/** A connection to a server that does as a script says, and a request for it. */
async function scripted(script: (peer: ScriptedPeer) => Promise<void>) {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(new ScriptedServer(script));
  const connection = stack.use(await HttpConnection.open(server.url));
  const request = new PreparedRequest(`${server.url}/path`);
  const resources = stack.move();
  return {
    server,
    connection,
    request,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function textOf({ body }: { readonly body: Uint8Array }): string {
  return new TextDecoder().decode(body);
}

Deno.test("a connection asks a server for all kinds of bodies", async () => {
  await using server = await HttpServer.start({ port: 0 });
  await using connection = await HttpConnection.open(server.url);
  const request = (path: string, options = {}) =>
    new PreparedRequest(server.url + path, options);
  assertEquals(await connection.send(request("/ping")), {
    status: 200,
    bodyLength: 4,
  });
  assertEquals(await connection.send(request("/ping", { method: "HEAD" })), {
    status: 200,
    bodyLength: 0,
  });
  assertEquals((await connection.send(request("/nowhere"))).status, 404);
  assertEquals(
    (await connection.send(request("/download-file-streamed/3000000")))
      .bodyLength,
    3_000_000,
  );
  const chunked = await connection.sendAndKeep(
    request("/download-file-chunked/1000/100"),
  );
  assertEquals(chunked.headers.get("transfer-encoding"), "chunked");
  assertEquals(JSON.parse(textOf(chunked)).chunks.length, 10);
  const echoed = await connection.sendAndKeep(
    request("/echo", {
      method: "POST",
      body: "pïng",
      headers: { "content-type": "text/plain" },
    }),
  );
  assertEquals(textOf(echoed), "pïng");
  assertEquals(echoed.headers.get("content-type"), "text/plain");
  assert(!connection.closed);
});

Deno.test("a connection sends one request over and over, as the bytes that it is", async () => {
  await using pair = await scripted(async (peer) => {
    for (let count = 1; count <= 3; count++) {
      const received = await peer.requests(count);
      assertEquals(
        received,
        new TextDecoder().decode(pair.request.bytes).repeat(count),
      );
      await peer.send(PONG);
    }
    await peer.end();
  });
  for (let i = 0; i < 3; i++) {
    assertEquals(await pair.connection.send(pair.request), {
      status: 200,
      bodyLength: 4,
    });
  }
  assertEquals(pair.server.connections, 1);
  await pair.connection[Symbol.asyncDispose]();
});

Deno.test("a connection has many requests in flight, and answers them in order", async () => {
  await using server = await HttpServer.start({ port: 0 });
  await using connection = await HttpConnection.open(server.url);
  const answers = Array.from({ length: 100 }, (_, n) =>
    connection.sendAndKeep(
      new PreparedRequest(`${server.url}/compute/${n + 1}`),
    ));
  assertEquals(connection.unanswered, 100);
  const numbers = (await Promise.all(answers)).map((answer) =>
    JSON.parse(textOf(answer)).n
  );
  assertEquals(numbers, Array.from({ length: 100 }, (_, n) => n + 1));
  assertEquals(connection.unanswered, 0);
});

Deno.test("a connection sends and receives at once, so that large bodies block nobody", async () => {
  await using server = await HttpServer.start({ port: 0 });
  await using connection = await HttpConnection.open(server.url);
  const body = crypto.getRandomValues(new Uint8Array(65_536));
  const large = new Uint8Array(20_000_000);
  for (let at = 0; at < large.length; at += body.length) {
    large.set(body.subarray(0, large.length - at), at);
  }
  const request = new PreparedRequest(`${server.url}/echo`, {
    method: "POST",
    body: large,
  });
  const answers = await Promise.all([
    connection.send(request),
    connection.sendAndKeep(request),
    connection.send(request),
  ]);
  assertEquals(
    answers.map(({ bodyLength }) => bodyLength),
    [large.length, large.length, large.length],
  );
  assertEquals(answers[1].body, large);
});

Deno.test("a connection that the server closes with an answer says so", async () => {
  await using pair = await scripted(async (peer) => {
    await peer.requests(2);
    await peer.send(
      "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\npong" +
        PONG,
    );
    await peer.end();
  });
  const { connection, request } = pair;
  const first = connection.send(request);
  const second = assertRejects(
    () => connection.send(request),
    ConnectionLostError,
    "with an earlier answer",
  );
  assertEquals(await first, { status: 200, bodyLength: 4 });
  await second;
  assert(connection.closed);
  await assertRejects(() => connection.send(request), ConnectionLostError);
});

Deno.test("a connection takes a body until the server closes", async () => {
  await using pair = await scripted(async (peer) => {
    await peer.requests();
    await peer.send("HTTP/1.0 200 OK\r\n\r\nall of it");
  });
  const answer = await pair.connection.sendAndKeep(pair.request);
  assertEquals(textOf(answer), "all of it");
  assert(pair.connection.closed);
});

Deno.test("a connection tells where in an answer it was lost", async () => {
  for (
    const [sent, where] of [
      ["", "the server closed the connection before it answered"],
      ["HTTP/1.1 20", "in the middle of an answer"],
      ["HTTP/1.1 200 OK\r\n", "in the middle of an answer"],
      [PONG.slice(0, -1), "in the middle of an answer"],
      [
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\npong\r\n",
        "in the middle of an answer",
      ],
    ]
  ) {
    await using pair = await scripted(async (peer) => {
      await peer.requests(2);
      await peer.send(sent);
    });
    const requests = [1, 2].map(() =>
      assertRejects(
        () => pair.connection.send(pair.request),
        ConnectionLostError,
        where,
      )
    );
    await Promise.all(requests);
  }
});

Deno.test("a connection that is reset says what the system said", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {}); // its own reset, which the client is asked for
    socket.once("data", () => socket.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert(typeof address === "object" && address !== null);
  const url = `http://127.0.0.1:${address.port}`;
  await using connection = await HttpConnection.open(url);
  const error = await assertRejects(
    () => connection.send(new PreparedRequest(url)),
    ConnectionLostError,
    "the connection to the server broke before it answered: ",
  );
  assertInstanceOf(error.cause, Deno.errors.ConnectionReset);
  await new Promise((resolve) => server.close(resolve));
});

Deno.test("an idle connection that the server closes is closed", async () => {
  await using pair = await scripted(() => Promise.resolve());
  await eventually(() => pair.connection.closed);
  await assertRejects(
    () => pair.connection.send(pair.request),
    ConnectionLostError,
    "when it had answered all",
  );
});

Deno.test("a connection takes no answer to a request that was not sent", async () => {
  await using pair = await scripted(async (peer) => {
    await peer.requests();
    await peer.send(PONG + PONG);
    await peer.end();
  });
  await pair.connection.send(pair.request);
  assert(pair.connection.closed);
  await assertRejects(
    () => pair.connection.send(pair.request),
    ProtocolError,
    "bytes that answer no request",
  );
});

Deno.test("a connection refuses garbage, and closes", async () => {
  await using pair = await scripted(async (peer) => {
    await peer.requests();
    await peer.send("220 mail.example ESMTP");
    await peer.end();
  });
  await assertRejects(
    () => pair.connection.send(pair.request),
    ProtocolError,
    'the server does not speak HTTP/1.1: it sent "220 mail.example ESMTP"',
  );
  assert(pair.connection.closed);
});

Deno.test("a connection keeps no longer body than it was told", async () => {
  await using server = await HttpServer.start({ port: 0 });
  const request = new PreparedRequest(`${server.url}/download/1001`);
  for (const mostKeptBytes of [1000, 1001]) {
    await using connection = await HttpConnection.open(server.url, {
      mostKeptBytes,
    });
    assertEquals((await connection.send(request)).bodyLength, 1001);
    const kept = connection.sendAndKeep(request);
    if (mostKeptBytes === 1001) assertEquals((await kept).body.length, 1001);
    else await assertRejects(() => kept, ProtocolError, "more than 1000 bytes");
  }
});

Deno.test("an answer that comes before all of a request is taken", async () => {
  await using pair = await scripted(async (peer) => {
    await peer.requests();
    await peer.send(
      "HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    );
    await peer.end();
  });
  const request = new PreparedRequest(pair.server.url, {
    method: "POST",
    body: new Uint8Array(50_000_000),
  });
  assertEquals((await pair.connection.send(request)).status, 413);
  assert(pair.connection.closed);
});

Deno.test("a request is given up when its signal aborts, and its connection with it", async () => {
  const received = Promise.withResolvers<void>();
  await using pair = await scripted(async (peer) => {
    await peer.requests(2);
    received.resolve();
    await peer.end();
  });
  const { connection, request } = pair;
  const controller = new AbortController();
  const reason = new Error("enough");
  const other = assertRejects(
    () => connection.send(request),
    ConnectionLostError,
    "another request on the same connection was given up",
  );
  const { signal } = controller;
  const given = assertRejects(() => connection.send(request, { signal }));
  await received.promise;
  controller.abort(reason);
  assertStrictEquals(await given, reason);
  await other;
  assert(connection.closed);
});

Deno.test("a signal that aborts after the answer does no harm, and one before it sends nothing", async () => {
  await using pair = await scripted(async (peer) => {
    await peer.requests(1);
    await peer.send(PONG);
    await peer.requests(2);
    await peer.send(PONG);
    await peer.end();
  });
  const { connection, request } = pair;
  const controller = new AbortController();
  const { signal } = controller;
  await connection.send(request, { signal });
  controller.abort(new Error("enough"));
  const refused = await assertRejects(() =>
    connection.send(request, { signal })
  );
  assertStrictEquals(refused, signal.reason);
  assertEquals(connection.unanswered, 0);
  assertEquals((await connection.send(request)).status, 200);
  await connection[Symbol.asyncDispose]();
});

Deno.test("close() fails what is in flight, and what comes later, for its reason", async () => {
  await using pair = await scripted((peer) => peer.end());
  const { connection, request } = pair;
  const reason = new DOMException("no answer within 1 s", "TimeoutError");
  const sent = assertRejects(() => connection.send(request));
  connection.close(reason);
  connection.close();
  assertStrictEquals(await sent, reason);
  assertStrictEquals(
    await assertRejects(() => connection.send(request)),
    reason,
  );
});

Deno.test("opening is given up when its signal aborts", async () => {
  const over = Promise.withResolvers<void>();
  await using server = new ScriptedServer(() => over.promise);
  const reason = new Error("enough");
  const secure = server.url.replace("http:", "https:");
  for (const url of [server.url, secure]) {
    const aborted = AbortSignal.abort(reason);
    assertStrictEquals(
      await assertRejects(() => HttpConnection.open(url, { signal: aborted })),
      reason,
    );
  }
  // This server never answers the first message of TLS.
  const controller = new AbortController();
  const { signal } = controller;
  const opening = assertRejects(() => HttpConnection.open(secure, { signal }));
  await eventually(() => server.connections === 1);
  controller.abort(reason);
  assertStrictEquals(await opening, reason);
  over.resolve();
});

Deno.test("opening says what is wrong", async () => {
  for (const url of ["nonsense", "ftp://127.0.0.1", "http://a:b@127.0.0.1"]) {
    await assertRejects(() => HttpConnection.open(url), TypeError, "url ");
  }
  await assertRejects(
    () => HttpConnection.open("http://127.0.0.1", { mostKeptBytes: -1 }),
    RangeError,
    "mostKeptBytes is -1",
  );
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assertRejects(
    () => HttpConnection.open(`http://127.0.0.1:${port}`),
    Deno.errors.ConnectionRefused,
  );
});
