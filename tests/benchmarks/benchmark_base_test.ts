import {
  assert,
  assertEquals,
  assertGreater,
  assertInstanceOf,
  assertRejects,
} from "@std/assert";
import { BenchmarkBase, type BenchmarkOptions } from "@x/rpcbench/benchmarks";

const SUBJECT = { name: "test", protocol: "none" };

/** Notes what it is asked to do, and fails where it is told to. */
class Noted extends BenchmarkBase {
  readonly calls: string[] = [];
  readonly #failing: readonly string[];

  constructor(failing: readonly string[] = [], options: object = {}) {
    super({ ...SUBJECT, ...options });
    this.#failing = failing;
  }

  #call(name: string): Promise<void> {
    this.calls.push(name);
    return this.#failing.includes(name)
      ? Promise.reject(new Error(`${name} failed`))
      : Promise.resolve();
  }

  protected override setup(): Promise<void> {
    return this.#call("setup");
  }
  protected override run(): Promise<void> {
    return this.#call("run");
  }
  protected override teardown(): Promise<void> {
    return this.#call("teardown");
  }
}

/** Makes attempts that end as they are told to. */
class Attempts extends BenchmarkBase {
  readonly #actions: readonly (() => Promise<unknown>)[];

  constructor(
    actions: readonly (() => Promise<unknown>)[],
    options: Partial<BenchmarkOptions> = {},
  ) {
    super({ ...SUBJECT, ...options });
    this.#actions = actions;
  }

  protected override async run(): Promise<void> {
    for (const [i, action] of this.#actions.entries()) {
      await this.attempt(action, (seconds) => this.metrics.addLatency(seconds));
      this.progress((i + 1) / this.#actions.length);
    }
  }
}

Deno.test("a benchmark sets up, runs and tears down, in this order", async () => {
  const benchmark = new Noted();
  await benchmark.execute();
  assertEquals(benchmark.calls, ["setup", "run", "teardown"]);
});

Deno.test("a benchmark tears down even if it could not set up, and does not run", async () => {
  const benchmark = new Noted(["setup"]);
  await assertRejects(() => benchmark.execute(), Error, "setup failed");
  assertEquals(benchmark.calls, ["setup", "teardown"]);
});

Deno.test("a benchmark tears down even if its run failed", async () => {
  const benchmark = new Noted(["run"]);
  await assertRejects(() => benchmark.execute(), Error, "run failed");
  assertEquals(benchmark.calls, ["setup", "run", "teardown"]);
});

Deno.test("a benchmark says that it could not tear down", async () => {
  const benchmark = new Noted(["teardown"]);
  await assertRejects(() => benchmark.execute(), Error, "teardown failed");
});

Deno.test("what stopped the run is not lost if tearing down fails as well", async () => {
  const error = await assertRejects(() =>
    new Noted(["run", "teardown"]).execute()
  );
  assertInstanceOf(error, SuppressedError);
  assertEquals(error.suppressed.message, "run failed");
  assertEquals(error.error.message, "teardown failed");
});

Deno.test("the duration is that of the run alone", async () => {
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 60));
  class Pausing extends BenchmarkBase {
    protected override setup = pause;
    protected override teardown = pause;
    protected override run(): void {}
  }
  const start = performance.now();
  const metrics = await new Pausing(SUBJECT).execute();
  const elapsed = (performance.now() - start) / 1000;
  const { duration } = metrics.computeStatistics();
  assertGreater(duration, 0);
  assertGreater(elapsed - duration, 0.1);
});

Deno.test("an attempt that fails is counted with its reason, and has no time", async () => {
  const metrics = await new Attempts([
    () => Promise.resolve(),
    () => Promise.reject(new TypeError("no")),
    () => Promise.resolve(),
  ]).execute();
  const { total_requests, failed_requests, latency, success_rate, metadata } =
    metrics.computeStatistics();
  assertEquals([total_requests, failed_requests], [3, 1]);
  assertEquals(success_rate, 2 / 3);
  assertEquals(latency?.count, 2);
  assertEquals(metadata.errors, [
    { kind: "TypeError", count: 1, examples: ["no"] },
  ]);
});

Deno.test("an attempt that the benchmark's own end cuts off counts as neither", async () => {
  const controller = new AbortController();
  const metrics = await new Attempts([
    () => Promise.resolve(),
    () => {
      controller.abort();
      return Promise.reject(new Error("cut off"));
    },
  ], { signal: controller.signal }).execute();
  assertEquals([metrics.totalRequests, metrics.failedRequests], [1, 0]);
});

Deno.test("an attempt's time is that of its action", async () => {
  const metrics = await new Attempts([
    () => new Promise((resolve) => setTimeout(resolve, 20)),
  ]).execute();
  const { latency } = metrics.computeStatistics();
  assert(latency !== undefined);
  // Timers may be early by as much as the clock that they go by is coarse.
  assertGreater(latency.min, 0.018);
});

Deno.test("progress goes up to 1", async () => {
  const heard: number[] = [];
  const action = () => Promise.resolve();
  await new Attempts([action, action], {
    onProgress: (fraction) => heard.push(fraction),
  }).execute();
  assertEquals(heard, [0.5, 1]);
});
