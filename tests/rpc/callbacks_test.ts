import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { currentCall, type Remote, withCallOptions } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { TRANSPORT_KINDS } from "./_transport_kinds.ts";

type Step = (n: number) => number | Promise<number>;

/** Calls back while its caller waits. */
class Caller {
  async deeper(n: number, back: Remote<Step>): Promise<number> {
    return n === 0 ? 0 : 1 + await back(n - 1);
  }
  async hastily(seconds: number, back: Remote<Step>): Promise<number> {
    return await withCallOptions(back, { timeout: seconds })(0);
  }
  async abortable(back: Remote<Step>): Promise<number> {
    const { signal } = currentCall();
    return await withCallOptions(back, { signal })(0);
  }
  async each(count: number, back: Remote<Step>): Promise<number[]> {
    return await Promise.all(Array.from({ length: count }, (_, i) => back(i)));
  }
}

for (const kind of TRANSPORT_KINDS) {
  Deno.test(`${kind.name}: calls nest 300 deep, to and fro`, async () => {
    await using pair = await connectedPair(Caller, { kind });
    const { root } = pair.client;
    const back: Step = async (n) =>
      n === 0 ? 0 : 1 + await root.deeper(n - 1, back);
    assertEquals(await root.deeper(300, back), 300);
    assertEquals(pair.client.callsInFlight, 0);
    assertEquals(pair.server.callsInFlight, 0);
  });

  Deno.test(`${kind.name}: many callbacks run while one call is in flight`, async () => {
    await using pair = await connectedPair(Caller, { kind });
    const squares = await pair.client.root.each(500, (n) => n * n);
    assertEquals(squares, Array.from({ length: 500 }, (_, i) => i * i));
  });
}

Deno.test("a recursion beyond the calls in flight ends in an error", async () => {
  const limits = { callsInFlight: 8 };
  await using pair = await connectedPair(Caller, {
    client: { limits, timeout: 0.2 },
    server: { limits, timeout: 0.2 },
  });
  const { root } = pair.client;
  const back: Step = async (n) => 1 + await root.deeper(n + 2, back);
  const error = await assertRejects(
    async () => await root.deeper(1, back),
    Error,
  );
  assertEquals(error.name, "CallTimeoutError");
  assertEquals(await root.deeper(0, back), 0);
});

Deno.test("a callback that never returns is given up, and hears of it", async () => {
  await using pair = await connectedPair(Caller);
  const given = Promise.withResolvers<AbortSignal>();
  const never: Step = () => {
    given.resolve(currentCall().signal);
    return new Promise(() => {});
  };
  const error = await assertRejects(
    async () => await pair.client.root.hastily(0.02, never),
    Error,
  );
  assertEquals(error.name, "CallTimeoutError");
  assertStringIncludes(error.message, "never: no reply within 0.02 s");
  const signal = await given.promise;
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  }
});

Deno.test("a caller that gives up reaches the callback through both calls", async () => {
  await using pair = await connectedPair(Caller);
  const controller = new AbortController();
  const given = Promise.withResolvers<AbortSignal>();
  const call = pair.client.with({ signal: controller.signal }).abortable(() => {
    given.resolve(currentCall().signal);
    return new Promise(() => {});
  });
  const outcome = assertRejects(() => call, Error, "changed my mind");
  const signal = await given.promise;
  const aborted = new Promise((resolve) =>
    signal.addEventListener("abort", resolve)
  );
  controller.abort(new Error("changed my mind"));
  await outcome;
  await aborted;
  assertInstanceOf(signal.reason, DOMException);
});

Deno.test("what a callback throws reaches who called its caller", async () => {
  await using pair = await connectedPair(Caller);
  const error = await assertRejects(
    async () =>
      await pair.client.root.deeper(1, () => {
        throw new RangeError("too much");
      }),
    RangeError,
  );
  assertEquals(error.message, "too much");
});

Deno.test("an error through three nested calls keeps the stack of each side", async () => {
  class Thrower {
    async relay(back: Remote<() => Promise<void>>): Promise<void> {
      await back();
    }
    throwHere(): void {
      throw new TypeError("at the bottom");
    }
  }
  await using pair = await connectedPair(Thrower);
  const { root } = pair.client;
  let between: Error | undefined;
  const error = await assertRejects(
    async () =>
      await root.relay(async () => {
        try {
          await root.throwHere();
        } catch (error) {
          assertInstanceOf(error, TypeError);
          between = error;
          throw error;
        }
      }),
    TypeError,
    "at the bottom",
  );
  assert("remoteStack" in error && typeof error.remoteStack === "string");
  assert(between?.stack !== undefined);
  assert("remoteStack" in between && typeof between.remoteStack === "string");
  const { remoteStack } = error;
  // Where it was thrown comes first, and then the way that it took from there.
  assertStringIncludes(between.remoteStack, "throwHere");
  assert(remoteStack.startsWith(between.remoteStack), remoteStack);
  assertStringIncludes(remoteStack, between.stack);
});

Deno.test("an error from deep recursion keeps its origin, and a bounded stack", async () => {
  await using pair = await connectedPair(Caller);
  const { root } = pair.client;
  const back: Step = async (n) => {
    if (n === 0) throw new RangeError("at the bottom");
    return await root.deeper(n, back);
  };
  const error = await assertRejects(
    async () => await root.deeper(200, back),
    RangeError,
    "at the bottom",
  );
  assert("remoteStack" in error && typeof error.remoteStack === "string");
  assertStringIncludes(error.remoteStack, "callbacks_test.ts");
  assert(error.remoteStack.length < 64 * 1024);
});
