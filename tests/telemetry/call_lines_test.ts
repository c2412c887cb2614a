import { assert, assertEquals, assertGreater } from "@std/assert";
import { LatencyBenchmark } from "../../benchmarks/mod.ts";
import type { CallRecord } from "../../telemetry/mod.ts";
import { profiledPair } from "./_profiled_pair.ts";
import { ShopService } from "./_shop_service.ts";

/** The line of this file that holds a text which stands only there. */
async function lineWith(text: string): Promise<number> {
  const lines = (await Deno.readTextFile(new URL(import.meta.url))).split("\n");
  return 1 + lines.findIndex((line) => line.trimStart().startsWith(text));
}

function linesOf(calls: readonly CallRecord[]): (number | undefined)[] {
  return calls.map(({ location }) => location?.line);
}

Deno.test("a call is known by the line that makes it, however it is made", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  using user = await root.user(1);
  await user.name;
  const [email] = await Promise.all([
    user.email,
  ]);
  const pending = root.ping();
  await pair.client.call("ping");
  await pair.client.batch((root) => root.load(1, 1));
  await root.ask(1, namedCallback);
  async function namedCallback(): Promise<void> {
    await null;
    await root.sleep(0);
  }
  await pending;

  assertEquals(email, "1@example.org");
  const calls = pair.telemetry.calls.filter(({ side }) => side === "client");
  assertEquals(linesOf(calls), [
    await lineWith("using user = await root.user(1)"),
    await lineWith("await user.name;"),
    await lineWith("const [email] = "),
    await lineWith("const pending = "),
    await lineWith('await pair.client.call("ping");'),
    await lineWith("await pair.client.batch("),
    await lineWith("await root.ask(1, namedCallback)"),
    await lineWith("await root.sleep(0);"),
  ]);
  const { location } = calls[7];
  assertEquals(location?.file, import.meta.url);
  assertEquals(location?.functionName, "namedCallback");
  assertEquals(location?.column, 16);
});

Deno.test("the code of this package is not the user's, but its tests are", async () => {
  await using pair = await profiledPair(ShopService);
  await new LatencyBenchmark({
    name: "ping",
    protocol: "rpc",
    connectionFactory: () => Promise.resolve(pair.client),
    requestFunc: (connection) => connection.root.ping(), // here
    numRequests: 3,
    warmupRequests: 0,
  }).execute();
  const line = await lineWith("requestFunc: ");
  assertEquals(linesOf(pair.telemetry.calls), [line, line, line]);
});

Deno.test("a program's own stack traces stay as they are", async () => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const prepare = (error: Error) => `prepared ${error.message}`;
  await using pair = await profiledPair(ShopService);
  try {
    Error.prepareStackTrace = prepare;
    Error.stackTraceLimit = 3;
    await pair.client.root.ping();
    assertEquals(Error.prepareStackTrace, prepare);
    assertEquals(Error.stackTraceLimit, 3);
    assertEquals(new Error("mine").stack, "prepared mine");
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
  assert(pair.telemetry.calls[0].location !== undefined);
  assert(new Error("later").stack?.includes("call_lines_test.ts"));
});

Deno.test("without stacks, no line is looked for", async () => {
  await using pair = await profiledPair(ShopService, {
    telemetry: { trackStacks: false },
  });
  await pair.client.root.ping();
  assertEquals(linesOf(pair.telemetry.calls), [undefined]);
});

Deno.test("of very many calls, lines are looked up for some, and all are counted", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  for (let i = 0; i < 30; i++) {
    await Promise.all(Array.from({ length: 200 }, () => root.ping()));
  }
  const { calls } = pair.telemetry;
  const located = calls.filter(({ location }) => location !== undefined);
  assertGreater(located.length, 0);
  assertEquals(calls.length, 6000);
  const [finding] = pair.telemetry.findings();
  assert(finding.kind === "calls_in_a_loop");
  assertEquals(finding.location?.file, import.meta.url);
});
