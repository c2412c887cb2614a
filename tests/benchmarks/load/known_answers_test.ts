import {
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
} from "@std/assert";
import {
  LoadGenerator,
  type LoadPlan,
  type LoadResult,
  type TargetSpecification,
} from "../../../benchmarks/mod.ts";
import { RpcServer } from "../../../servers/mod.ts";

/** Seconds of a run, and of the freeze in it: a fifth, as 2 s are of 10 s. */
const DURATION = 2;
const FREEZE = 0.4;

/** A call of no work, and one that leaves both ends time for other tests. */
type Call = { method: "ping" } | { method: "sleep"; args: [seconds: number] };

/** Runs a plan on a server that freezes in the middle; resolves with how long it did, too. */
async function runWithFreeze(
  call: Call,
  plan: LoadPlan,
): Promise<{ result: LoadResult; frozen: number }> {
  await using server = await RpcServer.start({ port: 0 });
  await using generator = await LoadGenerator.start({
    target: { kind: "rpc", port: server.port, ...call },
    connections: 10,
  });
  // V8 tiers up; the first calls are slow for another reason.
  await generator.run({ requests: 2000 });
  const freeze = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, DURATION * 400));
    Deno.kill(server.pid, "SIGSTOP");
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, FREEZE * 1000));
    Deno.kill(server.pid, "SIGCONT");
    return (performance.now() - start) / 1000;
  };
  const [measurement, frozen] = await Promise.all([
    generator.run(plan),
    freeze(),
  ]);
  return { result: measurement.toResult(), frozen };
}

Deno.test({
  name:
    "a server that freezes for a fifth of the run cannot hide it in open loop",
  ignore: Deno.build.os === "windows",
  async fn() {
    const { result, frozen } = await runWithFreeze({ method: "ping" }, {
      duration: DURATION,
      pacing: { kind: "constant", rate: 500 },
    });
    assertEquals([result.total_requests, result.failed_requests], [1000, 0]);
    // Of all requests a fifth fell into the freeze, evenly, and waited for what
    // was left of it. 1 % of all is 5 % of those: they waited 95 % of it. With
    // 2 s of 10 s the same arithmetic gives 1.9 s.
    const share = frozen / DURATION;
    const expected = frozen * (1 - 0.01 / share);
    const { response_time, service_time, waiting_time } = result;
    const p99 = response_time?.p99 ?? 0;
    assertGreater(p99, expected * 0.95);
    // All that is due meanwhile is answered at once, or later on a busy machine.
    assertLess(p99, expected * 1.5);
    // Only what was under way has a long service time: one per connection.
    assertLess(service_time?.p95 ?? 0, expected / 4);
    assertGreater(waiting_time?.p99 ?? 0, expected * 0.8);
    const worst = result.series.filter(({ p99 = 0 }) => p99 > expected / 2);
    assertEquals(worst.length >= 1 && worst.length <= 2, true);
  },
});

Deno.test({
  name: "the same freeze is all but gone from the percentiles of a closed loop",
  ignore: Deno.build.os === "windows",
  async fn() {
    const { result, frozen } = await runWithFreeze(
      { method: "sleep", args: [0.002] },
      { duration: DURATION },
    );
    assertEquals(result.failed_requests, 0);
    const { response_time } = result;
    // Ten requests of thousands saw it.
    assertGreater(response_time?.max ?? 0, frozen * 0.9);
    assertGreater(response_time?.count ?? 0, 2000);
    assertLess(response_time?.p99 ?? Infinity, frozen / 4);
  },
});

Deno.test("sleeping 10 ms on the server takes 10 ms at any rate below its capacity", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const target: TargetSpecification = {
    kind: "rpc",
    port: server.port,
    method: "sleep",
    args: [0.010],
  };
  await using alone = await LoadGenerator.start({ target, connections: 1 });
  const oneByOne = async () =>
    (await alone.run({ requests: 30 })).toResult().response_time?.median ?? 0;
  // What a call takes on this machine, before and after: others use it, too.
  const before = await oneByOne();
  await using generator = await LoadGenerator.start({
    target,
    connections: 20,
  });
  const { response_time, service_time } = (await generator.run({
    duration: 1,
    pacing: { kind: "constant", rate: 200 },
  })).toResult();
  assertGreaterOrEqual(response_time?.min ?? 0, 0.0099);
  assertGreaterOrEqual(service_time?.min ?? 0, 0.0099);
  // On a machine that has nothing else to do, it is 10 to 12 ms; with one
  // connection too few, requests would wait for seconds.
  assertLess(
    response_time?.median ?? Infinity,
    3 * Math.max(before, await oneByOne()),
  );
});

Deno.test("a ramp finds the capacity of a server that takes 5 ms per call", async () => {
  await using server = await RpcServer.start({
    port: 0,
    service: import.meta.resolve("../services/one_by_one_service.ts"),
  });
  await using generator = await LoadGenerator.start({
    target: { kind: "rpc", port: server.port, method: "work" },
    connections: 50,
  });
  // What it can do on this machine as it is now: 200/s, less what others take.
  const control = (await generator.run({ duration: 1 })).toResult();
  const { series } = (await generator.run({
    duration: 4,
    pacing: { kind: "ramp", from: 100, to: 400, duration: 4 },
  })).toResult();
  // From the third second on, more is asked of it than it can do.
  const full = series.filter(({ at }) => at >= 2);
  const seconds = full.reduce((sum, { duration }) => sum + duration, 0);
  const answers = full.reduce((sum, it) => sum + it.rate * it.duration, 0);
  const capacity = answers / seconds;
  assertLess(capacity, 200 * 1.1);
  assertGreater(capacity, 0.8 * control.throughput);
  // In the first it kept up, if it could: that asked for 137.
  assertLess(series[0].rate, 150);
});
