import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createHttpSession, HttpStatusError } from "../../servers/mod.ts";
import { eventually, pause } from "./_process_tree.ts";

/** An HTTP server in this process, and what it saw. */
class Witness implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  /** The ports that requests came from: one for each connection. */
  readonly ports = new Set<number>();
  requests = 0;
  underWay = 0;
  mostUnderWay = 0;

  constructor(
    answer: (request: Request) => Response | Promise<Response> = () =>
      new Response("answer"),
  ) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request, { remoteAddr }) => {
        this.ports.add(remoteAddr.port);
        this.requests++;
        this.underWay++;
        this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
        try {
          return await answer(request);
        } finally {
          this.underWay--;
        }
      },
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** A TCP server that hangs up on its first connections, then answers. */
class HangingUp implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #serving: Promise<void>;
  requests = 0;

  constructor(times: number) {
    this.#serving = this.#serve(times);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#serving;
  }

  async #serve(times: number): Promise<void> {
    for await (const connection of this.#listener) {
      await connection.read(new Uint8Array(1024));
      if (++this.requests > times) {
        await connection.write(new TextEncoder().encode(
          "HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nanswer",
        ));
      }
      connection.close();
    }
  }
}

Deno.test("a session sends requests one after another over one connection", async () => {
  await using witness = new Witness();
  using session = createHttpSession(witness.url);
  for (let i = 0; i < 20; i++) {
    const response = i % 2 === 0
      ? await session.get("/")
      : await session.post("/", "body");
    assertEquals(await response.text(), "answer");
  }
  assertEquals([witness.requests, witness.ports.size], [20, 1]);
});

Deno.test("sessions share no connection", async () => {
  await using witness = new Witness();
  for (let i = 0; i < 3; i++) {
    using session = createHttpSession(witness.url);
    await (await session.get("/")).text();
  }
  assertEquals(witness.ports.size, 3);
});

Deno.test("a session keeps as many idle connections as it was told", async () => {
  await using witness = new Witness(async () => {
    await pause(0.05);
    return new Response("answer");
  });
  using session = createHttpSession(witness.url, { idleConnections: 2 });
  const burst = () =>
    Promise.all(
      Array.from(
        { length: 5 },
        async () => await (await session.get("/")).text(),
      ),
    );
  await burst();
  assertEquals(witness.ports.size, 5);
  await pause(0.1); // until all that are kept are idle again
  await burst();
  // Two of them were there still.
  assertEquals(witness.ports.size, 8);
});

Deno.test("a session has no more requests under way than it was told", async () => {
  await using witness = new Witness(async () => {
    await pause(0.01);
    return new Response("answer");
  });
  using session = createHttpSession(witness.url, { mostConnections: 3 });
  // Clients that ask again at once try to pass those who wait.
  await Promise.all(Array.from({ length: 12 }, async () => {
    for (let i = 0; i < 10; i++) await (await session.get("/")).text();
  }));
  assertEquals([witness.requests, witness.mostUnderWay], [120, 3]);
});

Deno.test("a session retries a GET whose connection breaks, three times unless told", async () => {
  for (
    const { retries, breaks, requests, answered } of [
      { retries: undefined, breaks: 3, requests: 4, answered: true },
      { retries: undefined, breaks: 9, requests: 4, answered: false },
      { retries: 1, breaks: 1, requests: 2, answered: true },
      { retries: 1, breaks: 2, requests: 2, answered: false },
      { retries: 0, breaks: 1, requests: 1, answered: false },
    ]
  ) {
    await using server = new HangingUp(breaks);
    using session = createHttpSession(server.url, { retries });
    if (answered) {
      assertEquals(await (await session.get("/")).text(), "answer");
    } else await assertRejects(() => session.get("/"), TypeError);
    assertEquals(server.requests, requests);
  }
});

Deno.test("a session never sends a POST twice", async () => {
  await using server = new HangingUp(1);
  using session = createHttpSession(server.url);
  await assertRejects(() => session.post("/", "body"), TypeError);
  assertEquals(server.requests, 1);
});

Deno.test("a session does not retry what was answered with an error", async () => {
  await using witness = new Witness(() => new Response("no", { status: 503 }));
  using session = createHttpSession(witness.url);
  const error = await assertRejects(
    () => session.get("/path"),
    HttpStatusError,
  );
  assertEquals(error.status, 503);
  assertEquals(error.message, "GET /path: 503 no");
  assertEquals(witness.requests, 1);
});

Deno.test("a session gives up a request that takes too long, and says how long", async () => {
  const answered = Promise.withResolvers<Response>();
  await using witness = new Witness(() => answered.promise);
  using session = createHttpSession(witness.url, { timeout: 0.1 });
  const error = await assertRejects(() => session.get("/slow"), DOMException);
  assertEquals(error.name, "TimeoutError");
  assertEquals(error.message, "GET /slow: no response within 0.1 s");
  assertEquals(witness.requests, 1);
  answered.resolve(new Response());
});

Deno.test("a request is given up when its signal aborts", async () => {
  const answered = Promise.withResolvers<Response>();
  await using witness = new Witness(() => answered.promise);
  using session = createHttpSession(witness.url);
  const controller = new AbortController();
  const reason = new Error("enough");
  const request = session.get("/", { signal: controller.signal });
  await eventually(() => witness.requests === 1, 5);
  controller.abort(reason);
  const error = await assertRejects(() => request, Error);
  assert(error === reason);
  assertEquals(witness.requests, 1);
  answered.resolve(new Response());
});

Deno.test("a request that waits for its turn is given up when its signal aborts", async () => {
  const answered = Promise.withResolvers<void>();
  await using witness = new Witness(async () => {
    await answered.promise;
    return new Response("answer");
  });
  using session = createHttpSession(witness.url, { mostConnections: 1 });
  const first = session.get("/first");
  const controller = new AbortController();
  const second = session.get("/second", { signal: controller.signal });
  const third = session.get("/third");
  const reason = new Error("enough");
  controller.abort(reason);
  // It does not take the first one's end to notice.
  const error = await assertRejects(() => second, Error);
  assert(error === reason);
  answered.resolve();
  // Nor does it take a turn from those who wait.
  assertEquals(await (await first).text(), "answer");
  assertEquals(await (await third).text(), "answer");
  assertEquals(witness.requests, 2);
});

Deno.test("a session refuses options that would make it hang", () => {
  for (
    const options of [
      { mostConnections: 0 },
      { mostConnections: NaN },
      { retries: -1 },
      { retries: 0.5 },
    ]
  ) {
    assertThrows(
      () => createHttpSession("http://localhost", options),
      RangeError,
      "it takes a whole number of at least",
    );
  }
});
