import { assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  LoadGenerator,
  type LoadPlan,
  type LoadResult,
  type TargetSpecification,
} from "../../../benchmarks/mod.ts";
import { createTestCredentials, HttpServer } from "../../../servers/mod.ts";
import { answerAll, closedPort, RawTarget } from "./_raw_target.ts";

const DURATION = 0.4;
const TIMEOUT = 0.4;
/** A loaded machine is slow, but this is far less than any default timeout. */
const GRACE = 4;
const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

const LOOPS: readonly [name: "closed" | "open", plan: LoadPlan][] = [
  ["closed", { duration: DURATION }],
  ["open", { duration: DURATION, pacing: { kind: "constant", rate: 200 } }],
];

/** Loops and clients have nothing to do with each other: each is tried once. */
const CLIENTS = { closed: "fetch", open: "lean" } as const;

/** Puts a faulty target under load; the run must end on time, whatever it does. */
async function load(
  target: TargetSpecification,
  plan: LoadPlan,
  connections = 4,
): Promise<LoadResult> {
  const start = performance.now();
  let result: LoadResult;
  {
    await using generator = await LoadGenerator.start({
      target,
      connections,
      timeout: TIMEOUT,
    });
    result = (await generator.run(plan)).toResult();
  }
  const elapsed = (performance.now() - start) / 1000;
  // To connect, to run, and to wait for the last answers.
  assertLess(elapsed, DURATION + 2 * TIMEOUT + GRACE);
  if (plan.pacing !== undefined) {
    assertEquals(result.total_requests, DURATION * 200, "all due are counted");
  }
  return result;
}

function http(port: number, client: "lean" | "fetch"): TargetSpecification {
  return { kind: "http", url: `http://127.0.0.1:${port}/`, client };
}

/** All failed, the first for the first of these reasons, and none for another. */
function assertNoneSucceeded(
  result: LoadResult,
  kinds: readonly string[],
): void {
  assertGreater(result.total_requests, 0);
  assertEquals(result.failed_requests, result.total_requests);
  assertEquals(result.success_rate, 0);
  assertEquals(result.response_time, undefined, "a failure has no time");
  const { errors } = result;
  assertEquals(errors.filter(({ kind }) => !kinds.includes(kind)), []);
  assertEquals(
    errors.reduce((sum, { count }) => sum + count, 0),
    result.failed_requests,
  );
  for (const { examples } of errors) assertGreater(examples.length, 0);
}

/** All failed, each for this reason. */
function assertAllFailed(result: LoadResult, kind: string): void {
  assertNoneSucceeded(result, [kind]);
}

for (const [loop, plan] of LOOPS) {
  const client = CLIENTS[loop];
  const name = `${loop} loop, ${client}`;

  Deno.test(`${name}: a target that is down refuses connections`, async () => {
    const result = await load(http(closedPort(), client), plan);
    assertAllFailed(result, "connection refused");
    assertGreater(result.failed_connections, 0);
    // One attempt in 0.1 s per connection, not as many as there is time for.
    assertLess(result.failed_connections, 100);
  });

  Deno.test(`${name}: a host that there is not is a failure of DNS`, async () => {
    const url = "http://rpcbench.invalid:8080/";
    assertAllFailed(await load({ kind: "http", url, client }, plan), "dns");
  });

  Deno.test(`${name}: status 500 is no success`, async () => {
    await using target = new RawTarget((socket) =>
      answerAll(socket, OK.replace("200 OK", "500 Oh"))
    );
    assertAllFailed(
      await load(http(target.port, client), plan),
      "status 500",
    );
  });

  Deno.test(`${name}: garbage is a protocol error`, async () => {
    await using target = new RawTarget((socket) =>
      answerAll(socket, "\x01garbage\r\n\r\n")
    );
    const result = await load(http(target.port, client), plan);
    assertNoneSucceeded(result, ["protocol error", "unsent"]);
  });

  Deno.test(`${name}: a target that answers a byte now and then times out`, async () => {
    await using target = new RawTarget(async (socket) => {
      await socket.read(new Uint8Array(1000));
      for (const byte of new TextEncoder().encode(OK.repeat(20))) {
        await socket.write(Uint8Array.of(byte));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    const result = await load(http(target.port, client), plan);
    assertNoneSucceeded(result, ["timeout", "unsent"]);
  });

  Deno.test(`${name}: HTTPS to a plain port, and HTTP to a TLS port, say so`, async () => {
    await using plain = new RawTarget((socket) => answerAll(socket, OK));
    const url = `https://127.0.0.1:${plain.port}/`;
    assertAllFailed(await load({ kind: "http", url, client }, plan), "tls");
    const { server: { certificate: cert, privateKey: key } } =
      await createTestCredentials();
    await using secure = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      cert,
      key,
      onListen() {},
    }, () => new Response("ok"));
    const result = await load(http(secure.addr.port, client), plan);
    // A server may answer with an alert, or just go.
    assertNoneSucceeded(result, [
      "connection closed",
      "protocol error",
      "unsent",
    ]);
  });

  Deno.test(`${loop} loop: of a target that closes half of its connections, half is served`, async () => {
    await using target = new RawTarget(async (socket, index) => {
      if (index % 2 === 0) return await answerAll(socket, OK);
      await socket.read(new Uint8Array(1000));
    });
    const result = await load(http(target.port, "lean"), plan, 8);
    assertEquals(result.errors.map(({ kind }) => kind), ["connection closed"]);
    const served = result.total_requests - result.failed_requests;
    assertGreater(served, 0);
    assertEquals(result.response_time?.count, served);
    // What was closed was made anew.
    assertGreater(result.connection_time?.count ?? 0, 8);
  });

  Deno.test(`${loop} loop: a target that closes after each answer loses no request`, async () => {
    await using target = new RawTarget(async (socket) => {
      await socket.read(new Uint8Array(1000));
      await socket.write(
        new TextEncoder().encode(
          OK.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"),
        ),
      );
    });
    const result = await load(http(target.port, "lean"), plan);
    assertEquals(result.errors, []);
    assertGreater(result.total_requests, 10);
    assertGreater(result.connection_time?.count ?? 0, 10);
  });

  Deno.test(`${loop} loop: RPC to what speaks HTTP is a protocol error`, async () => {
    await using server = await HttpServer.start({ port: 0 });
    const { port } = server;
    const result = await load({ kind: "rpc", port, method: "ping" }, plan);
    assertAllFailed(result, "protocol error");
  });

  Deno.test(`${loop} loop: a target of the user's that never answers is given up`, async () => {
    const url = import.meta.resolve("./targets/silent_target.ts");
    const result = await load({ kind: "module", url }, plan);
    assertNoneSucceeded(result, ["timeout", "unsent"]);
  });
}
