import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ConnectionBenchmark,
  RepeatedBenchmark,
  type RepeatedBenchmarkOptions,
} from "../../benchmarks/mod.ts";

const SUBJECT = { name: "counting", protocol: "none", repetitions: 3 };

/** Writes down what happens to it; every `failsAt`th piece of work fails. */
class Counting extends RepeatedBenchmark<number> {
  readonly events: string[] = [];
  readonly #failsAt: number;
  #works = 0;

  constructor(options: RepeatedBenchmarkOptions, failsAt = Infinity) {
    super(options);
    this.#failsAt = failsAt;
  }

  protected override setup(): void {
    this.events.push("setup");
  }

  protected override work(): Promise<number> {
    this.events.push("work");
    return ++this.#works % this.#failsAt === 0
      ? Promise.reject(new TypeError("no work"))
      : Promise.resolve(this.#works);
  }

  protected override tidy(result: number): void {
    this.events.push(`tidy ${result}`);
  }

  protected override teardown(): void {
    this.events.push("teardown");
  }

  /** A stopwatch that is heard among the events. */
  readonly stopwatch = {
    start: () => void this.events.push("start"),
    end: () => void this.events.push("end"),
  };
}

Deno.test("a repeated benchmark works as often as it was told, and records latencies", async () => {
  const benchmark = new Counting(SUBJECT);
  const metrics = await benchmark.execute();
  assertEquals(benchmark.events, ["setup", "work", "work", "work", "teardown"]);
  assertEquals(metrics.computeStatistics().latency?.count, 3);
});

Deno.test("who opens it decides how often it works, and what is timed is the work alone", async () => {
  const benchmark = new Counting(SUBJECT);
  {
    await using repetitions = await benchmark.open();
    await repetitions.rehearse();
    assertEquals(repetitions.metrics.totalRequests, 0);
    await repetitions.once(benchmark.stopwatch);
  }
  assertEquals(benchmark.events, [
    "setup",
    ...["work", "tidy 1"],
    ...["start", "work", "end", "tidy 2"],
    "teardown",
  ]);
  assertEquals(benchmark.metrics.latencySamples()?.length, 1);
});

Deno.test("work that fails is counted and thrown, and has no time", async () => {
  const benchmark = new Counting(SUBJECT, 2);
  await using repetitions = await benchmark.open();
  await repetitions.once(benchmark.stopwatch);
  await assertRejects(
    () => repetitions.once(benchmark.stopwatch),
    TypeError,
    "no work",
  );
  const { failed_requests, latency, metadata } = benchmark.metrics
    .computeStatistics();
  assertEquals([failed_requests, latency?.count], [1, 1]);
  assertEquals(metadata.errors[0].kind, "TypeError");
});

Deno.test("where nobody knows how many there will be, each connection is closed before the next", async () => {
  let open = 0;
  const seen: number[] = [];
  const benchmark = new ConnectionBenchmark({
    name: "connect",
    protocol: "none",
    connectionFactory: () => {
      seen.push(open++);
      return Promise.resolve({ [Symbol.dispose]: () => void open-- });
    },
  });
  const silent = { start: () => {}, end: () => {} };
  {
    await using repetitions = await benchmark.open();
    await repetitions.rehearse();
    for (let i = 0; i < 3; i++) await repetitions.once(silent);
  }
  assertEquals([seen, open], [[0, 0, 0, 0], 0]);
  const { connection_time } = benchmark.metrics.computeStatistics();
  assertEquals(connection_time?.count, 3);
});

Deno.test("a repeated benchmark names repetitions that make no sense", () => {
  assertThrows(
    () => new Counting({ ...SUBJECT, repetitions: 0 }),
    RangeError,
    "repetitions is 0",
  );
});
