import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { FakeClock } from "./_fake_clock.ts";
import { seededRandom } from "../../benchmarks/seeded_random.ts";
import { connectedPair } from "../rpc/_connected_pair.ts";
import {
  BenchmarkMetrics,
  BenchmarkResults,
  type ServerResult,
  summarize,
  type Summary,
} from "../../benchmarks/mod.ts";
import {
  latencyCheck,
  Watchdog,
  type WatchdogAlert,
  type WatchdogOptions,
} from "../../monitoring/mod.ts";

/** Latencies of about so many milliseconds. */
function around(milliseconds: number): Summary {
  return summarize(
    Array.from({ length: 100 }, (_, i) => milliseconds / 1000 * (1 + i / 1000)),
  );
}

/** A check whose next results a test sets: milliseconds, or what it throws. */
class Script {
  readonly clock = new FakeClock();
  readonly alerts: WatchdogAlert[] = [];
  readonly notices: string[] = [];
  checks = 0;
  now: number | Error = 1;

  watch(options: Partial<WatchdogOptions> = {}): Watchdog {
    return Watchdog.start({
      name: "shop",
      check: () => {
        this.checks++;
        return typeof this.now === "number"
          ? Promise.resolve(around(this.now))
          : Promise.reject(this.now);
      },
      every: 60,
      baseline: around(1),
      hooks: [(alert) => void this.alerts.push(alert)],
      clock: this.clock,
      onNotice: (notice) => this.notices.push(notice),
      ...options,
    });
  }

  /** Lets checks with these results be made. */
  async play(...results: readonly (number | Error)[]): Promise<void> {
    for (const result of results) {
      this.now = result;
      await this.clock.pass(this.checks === 0 ? 0 : 60);
    }
  }

  get events(): string[] {
    return this.alerts.map((alert) =>
      alert.event !== "recovered" && alert.reminder
        ? `${alert.event} still`
        : alert.event
    );
  }
}

const LOST = new Error("the connection was lost");

for (
  const [what, results, events, state] of [
    ["one bad check wakes nobody", [1, 9, 1, 1, 9, 1, 1], [], "healthy"],
    ["nor does one that fails", [1, LOST, 1, 1, LOST, 1], [], "healthy"],
    ["two bad checks of three do", [1, 9, 1, 9], ["degraded"], "degraded"],
    [
      "while it stays so, nobody is told again",
      [9, 9, 9, 9, 1, 9, 9],
      ["degraded"],
      "degraded",
    ],
    [
      "two good checks say that it is over",
      [9, 9, 1, 1],
      ["degraded", "recovered"],
      "healthy",
    ],
    [
      "checks that fail say that it is unreachable, until they do not",
      [1, LOST, LOST, LOST, 1, 1],
      ["unreachable", "recovered"],
      "healthy",
    ],
    [
      "degraded and unreachable are told apart",
      [9, 9, LOST, LOST, 9, 9, 1, 1],
      ["degraded", "unreachable", "degraded", "recovered"],
      "healthy",
    ],
    [
      "checks that are slow or fail are bad together",
      [9, LOST],
      ["degraded"],
      "degraded",
    ],
    ["twice the baseline is still normal", [1.99, 1.99, 1.99], [], "healthy"],
    [
      "a better one is normal, too",
      [0.1, 0.1, 0.1],
      [],
      "healthy",
    ],
  ] as const
) {
  Deno.test(`watchdog: ${what}`, async () => {
    const script = new Script();
    await using watchdog = script.watch();
    await script.play(...results);
    assertEquals(script.events, [...events]);
    assertEquals(watchdog.state.state, state);
    assertEquals(script.checks, results.length);
  });
}

Deno.test("what is over does not count for what comes next", async () => {
  const script = new Script();
  await using watchdog = script.watch({ patience: { bad: 2, of: 4, good: 2 } });
  await script.play(9, 9, 1, 1, 9);
  assertEquals(script.events, ["degraded", "recovered"]);
  assertEquals(watchdog.state.state, "healthy");
});

Deno.test("a break that could be chance wakes nobody", async () => {
  const script = new Script();
  await using _watchdog = script.watch({
    limits: ["latency.median <= 1x baseline"],
  });
  await script.play(1.001, 1.001, 1.001);
  assertEquals(script.events, []);
  await script.play(1.5, 1.5);
  assertEquals(script.events, ["degraded"]);
});

Deno.test("alerts tell what was seen, since when, and for how long", async () => {
  const script = new Script();
  await using _watchdog = script.watch({
    limits: ["latency.p99 < 2x baseline"],
  });
  await script.play(5, 5, LOST, LOST, 1, 1);

  const [degraded, unreachable, recovered] = script.alerts;
  assert(degraded.event === "degraded");
  assertEquals(degraded.timestamp, "2026-01-02T03:05:05.000Z");
  assertEquals(degraded.since, degraded.timestamp);
  assertEquals(
    degraded.breaches.map(({ budget, path }) => [budget, path]),
    [["latency.p99 < 2x baseline", "latency.p99"]],
  );
  assertStringIncludes(degraded.message, "shop is degraded: latency.p99 is 5.");
  assertStringIncludes(degraded.message, "the limit is 2.");
  assert(unreachable.event === "unreachable");
  assertEquals(
    unreachable.message,
    "shop is unreachable: the connection was lost",
  );
  assert(recovered.event === "recovered");
  assertEquals([recovered.from, recovered.duration], ["unreachable", 240]);
  assertEquals(recovered.since, degraded.since);
  assertEquals(
    recovered.message,
    "shop has recovered: it was degraded and unreachable for 240 s",
  );
});

Deno.test("who wants to be reminded is", async () => {
  const script = new Script();
  await using _watchdog = script.watch({ remindEvery: 120 });
  await script.play(9, 9, 9, 9, 9, 9, 1, 1);
  assertEquals(script.events, [
    "degraded",
    "degraded still",
    "degraded still",
    "recovered",
  ]);
});

Deno.test("a time of the day that is set changes neither schedule nor reminders nor durations", async () => {
  for (const ahead of [-86_400, 86_400]) {
    const script = new Script();
    await using _watchdog = script.watch({ remindEvery: 120 });
    await script.play(9, 9);
    script.clock.set(ahead);
    await script.play(9, 9, 9, 1, 1);
    assertEquals(script.checks, 7);
    assertEquals(script.events, [
      "degraded",
      "degraded still",
      "degraded still",
      "recovered",
    ]);
    const recovered = script.alerts.at(-1);
    assert(recovered?.event === "recovered");
    assertEquals(recovered.duration, 300);
  }
});

Deno.test("what is normal is learned from the first good checks", async () => {
  const script = new Script();
  await using watchdog = script.watch({ baseline: undefined, learnFrom: 3 });
  await script.play(1.9, LOST, 30, 2);
  assertEquals(watchdog.state.state, "healthy");
  assertEquals(watchdog.baseline?.latency, around(2));
  await script.play(3, 3);
  assertEquals(script.events, []);
  await script.play(5, 5);
  assertEquals(script.events, ["degraded"]);
});

Deno.test("a service of which some requests are slow now and then wakes nobody, until it is slow", async () => {
  const random = seededRandom(2026);
  const clock = new FakeClock();
  const alerts: string[] = [];
  let slower = 1;
  await using _watchdog = Watchdog.start({
    every: 60,
    clock,
    hooks: [({ event }) => void alerts.push(event)],
    check: () => {
      // One of a hundred takes ten times as long: in some checks none, in others three.
      const latency = () => 1 + random() + (random() < 0.01 ? 10 : 0);
      const metrics = new BenchmarkMetrics({ name: "shop", protocol: "rpc" });
      for (let i = 0; i < 100; i++) {
        metrics.addLatency(slower * latency() / 1000);
      }
      return Promise.resolve(metrics.computeStatistics());
    },
  });
  await clock.pass(200 * 60);
  assertEquals(alerts, []);
  slower = 3;
  await clock.pass(5 * 60);
  assertEquals(alerts, ["degraded"]);
});

Deno.test("limits are words of budgets; a document of one server is a baseline", async () => {
  const metrics = new BenchmarkMetrics({ name: "shop", protocol: "rpc" });
  for (let i = 0; i < 100; i++) metrics.addLatency(0.001);
  const results = new BenchmarkResults();
  results.addResult("shop", metrics);
  const script = new Script();
  await using _watchdog = script.watch({
    baseline: results.toJSON(),
    limits: ["latency.median<3x baseline", "latency.max<10ms"],
    patience: { bad: 1, of: 1, good: 1 },
  });
  await script.play(2.5, 4, 2.5, 11);
  assertEquals(script.events, ["degraded", "recovered", "degraded"]);

  results.addResult("another", metrics);
  assertThrows(
    () => script.watch({ baseline: results.toJSON() }),
    RangeError,
    "baseline is a document of 2 servers",
  );
});

Deno.test("a check that has not what a limit is for counts as failed, even if its baseline has", async () => {
  const withThroughput: ServerResult = {
    name: "shop",
    protocol: "program",
    server_mode: "program",
    duration: 1,
    total_requests: 100,
    failed_requests: 0,
    throughput: 100,
    latency: around(1),
    metadata: { errors: [] },
  };
  for (const baseline of [around(1), withThroughput]) {
    const script = new Script();
    await using watchdog = script.watch({
      baseline,
      limits: ["throughput>1/s"],
    });
    await script.play(1, 1);
    assert(watchdog.state.state === "unreachable");
    assertStringIncludes(
      watchdog.state.reason,
      "throughput>1/s: there is no metric check.throughput",
    );
  }
});

Deno.test("checks never overlap, and come when they would have anyway", async () => {
  const clock = new FakeClock();
  let underWay = 0;
  const begun: string[] = [];
  await using watchdog = Watchdog.start({
    every: 60,
    timeout: 1000,
    clock,
    baseline: around(1),
    check: async () => {
      assertEquals(++underWay, 1);
      begun.push(clock.now().toISOString().slice(14, 19));
      const { promise, resolve } = Promise.withResolvers<void>();
      clock.after(begun.length === 1 ? 90 : 1, resolve);
      await promise;
      underWay--;
      return around(1);
    },
  });
  await clock.pass(0);
  const asked = watchdog.checkNow();
  await clock.pass(181);
  assertEquals((await asked).state, "healthy");
  assertEquals(begun, ["04:05", "06:05", "07:05"]);
});

Deno.test("a check that hangs is ended, and the next may find it well again", async () => {
  const clock = new FakeClock();
  const alerts: string[] = [];
  let hanging = true;
  let ended = 0;
  await using watchdog = Watchdog.start({
    every: 60,
    timeout: 20,
    clock,
    baseline: around(1),
    hooks: [({ message }) => void alerts.push(message)],
    check: (signal) =>
      hanging
        ? new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            ended++;
            reject(signal.reason);
          });
        })
        : Promise.resolve(around(1)),
  });
  await clock.pass(80);
  assertEquals([watchdog.state.state, ended], ["unreachable", 2]);
  hanging = false;
  await clock.pass(120);
  assertEquals(watchdog.state.state, "healthy");
  assertEquals(alerts, [
    "watchdog is unreachable: the check has no result within 20 s",
    "watchdog has recovered: it was unreachable for 100 s",
  ]);
});

Deno.test("a check that is ended may let go of things before the next", async () => {
  const clock = new FakeClock();
  let open = false;
  await using watchdog = Watchdog.start({
    timeout: 20,
    clock,
    check: (signal) => {
      open = true;
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => {
          setTimeout(() => {
            open = false;
            reject(signal.reason);
          }, 5);
        })
      );
    },
  });
  const checked = watchdog.checkNow();
  await clock.pass(20);
  await checked;
  assert(!open);
});

Deno.test("a watchdog stops in the midst of a check, and that tells nobody", async () => {
  const clock = new FakeClock();
  const alerts: WatchdogAlert[] = [];
  const stopped = Promise.withResolvers<string>();
  const watchdog = Watchdog.start({
    clock,
    patience: { bad: 1, of: 1 },
    hooks: [(alert) => void alerts.push(alert)],
    check: (signal) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => {
          stopped.resolve(signal.reason.message);
          reject(signal.reason);
        })
      ),
  });
  await clock.pass(0);
  await watchdog[Symbol.asyncDispose]();
  assertEquals(await stopped.promise, "the watchdog has stopped");
  assertEquals([alerts, clock.waiting], [[], 0]);
  assertEquals((await watchdog.checkNow()).state, "learning");
});

Deno.test("a hook that fails is told of once, and stops nobody", async () => {
  const script = new Script();
  let failing = true;
  let told = 0;
  await using _watchdog = script.watch({
    patience: { bad: 1, of: 1, good: 1 },
    hooks: [
      () => {
        told++;
        if (failing) throw new Error("no network");
      },
      (alert) => void script.alerts.push(alert),
    ],
  });
  await script.play(9, 1, 9);
  failing = false;
  await script.play(1);
  failing = true;
  await script.play(9);
  assertEquals(told, 5);
  assertEquals(script.events.length, 5);
  const notice = "hook 1 of shop does not work: no network";
  assertEquals(script.notices, [notice, notice]);
});

Deno.test("a hook that hangs holds up neither checks nor the others", async () => {
  const script = new Script();
  const signals: AbortSignal[] = [];
  {
    await using _watchdog = script.watch({
      patience: { bad: 1, of: 1, good: 1 },
      hookTimeout: 0.02,
      hooks: [
        (_, signal) => {
          signals.push(signal);
          return new Promise(() => {});
        },
        (alert) => void script.alerts.push(alert),
      ],
    });
    await script.play(9, 1);
    assertEquals(script.events, ["degraded", "recovered"]);
  }
  assertEquals(signals.map(({ aborted }) => aborted), [true, true]);
  assertEquals(script.notices, [
    "hook 1 of shop does not work: it was not done within 0.02 s",
  ]);
});

Deno.test("of alerts that a slow hook has no time for, the oldest are left out", async () => {
  const script = new Script();
  const done = Promise.withResolvers<void>();
  {
    await using _watchdog = script.watch({
      patience: { bad: 1, of: 1, good: 1 },
      hooks: [(alert) => {
        script.alerts.push(alert);
        return done.promise;
      }],
    });
    for (let i = 0; i < 20; i++) await script.play(9, 1);
    done.resolve();
  }
  // The one that it was told of, and the last 16.
  assertEquals(script.alerts.length, 17);
  assertEquals(script.alerts.at(-1)?.timestamp, "2026-01-02T03:43:05.000Z");
  assertEquals(script.notices, [
    "hook 1 of shop does not work: it is too slow: an alert is left out",
  ]);
});

Deno.test("a watchdog that stops does not wait for each alert that a hook hangs with", async () => {
  const script = new Script();
  let told = 0;
  {
    await using _watchdog = script.watch({
      patience: { bad: 1, of: 1, good: 1 },
      hookTimeout: 0.1,
      hooks: [() => {
        told++;
        return new Promise(() => {});
      }],
    });
    // They come faster than the hook can be told.
    for (let i = 0; i < 5; i++) await script.play(9, 1);
  }
  assert(told < 10, `it was told ${told} times`);
});

Deno.test("what fails may say anything: alerts and notices stay short, and on a line", async () => {
  const script = new Script();
  const hostile = `no\n\x1b[2J::error::yes${"x".repeat(1_000_000)}`;
  await using watchdog = script.watch({
    patience: { bad: 1, of: 1, good: 1 },
    hooks: [(alert) => {
      script.alerts.push(alert);
      throw new Error(hostile.slice(0, 19));
    }],
  });
  await script.play(new Error(hostile));
  const [alert] = script.alerts;
  assert(alert.event === "unreachable");
  assertEquals(alert.reason.length, 1000);
  assertStringIncludes(alert.message, "shop is unreachable: no ::error::yesxx");
  assert(alert.message.length < 1100);
  assertEquals(script.notices, [
    "hook 1 of shop does not work: no ::error::yes",
  ]);

  script.now = Object.assign(new Error(), { message: Object.create(null) });
  assertEquals((await watchdog.checkNow()).state, "unreachable");
});

Deno.test("a watchdog is not started with what cannot be", () => {
  const script = new Script();
  for (
    const [options, message] of [
      [{ every: 0 }, "every is 0"],
      [{ timeout: -1 }, "timeout is -1"],
      [{ learnFrom: 0 }, "learnFrom is 0"],
      [{ remindEvery: 0 }, "remindEvery is 0"],
      [{ hookTimeout: 0 }, "hookTimeout is 0"],
      [{ patience: { bad: 3, of: 2 } }, "patience.of is 2"],
      [{ patience: { good: 0 } }, "patience.good is 0"],
    ] as const
  ) {
    assertThrows(() => script.watch(options), RangeError, message);
  }
  assertThrows(
    () => script.watch({ limits: ["latency.p99 is low"] }),
    SyntaxError,
    'limits has "latency.p99 is low"; it takes a metric',
  );
  assertThrows(
    () =>
      latencyCheck({
        connectionFactory: () => Promise.resolve(0),
        requestFunc: () => Promise.resolve(),
        numRequests: 0,
      }),
    RangeError,
    "numRequests is 0",
  );
});

class Shop {
  ping(): string {
    return "pong";
  }

  hang(): Promise<void> {
    return new Promise(() => {});
  }
}

Deno.test("a latency check measures a service, and fails with it", async () => {
  await using pair = await connectedPair(Shop);
  // The check owns its connection; this one is the test's.
  const connectionFactory = () => Promise.resolve({ root: pair.client.root });
  const never = new AbortController().signal;

  const result = await latencyCheck({
    connectionFactory,
    requestFunc: ({ root }) => root.ping(),
    numRequests: 20,
  })(never);
  assert("protocol" in result);
  assertEquals(result.latency?.count, 20);

  const failing = latencyCheck({
    connectionFactory,
    requestFunc: () => Promise.reject(LOST),
    numRequests: 5,
  });
  const failure = await failing(never).catch((error: Error) => error.message);
  assertEquals(
    failure,
    "no request succeeded: Error: the connection was lost",
  );
});

Deno.test("a latency check that is ended leaves no connection behind", async () => {
  let open = 0;
  const connect = () => {
    open++;
    return { [Symbol.dispose]: () => void open-- };
  };
  const late = Promise.withResolvers<Disposable>();
  for (
    const check of [
      latencyCheck({
        connectionFactory: () => Promise.resolve(connect()),
        requestFunc: () => new Promise(() => {}),
      }),
      latencyCheck({
        connectionFactory: () => late.promise,
        requestFunc: () => Promise.resolve(),
      }),
    ]
  ) {
    const controller = new AbortController();
    const ended = check(controller.signal).catch((error) => error);
    await new Promise((go) => setTimeout(go, 5));
    controller.abort("enough");
    assertEquals(await ended, "enough");
  }
  late.resolve(connect());
  await new Promise((go) => setTimeout(go, 0));
  assertEquals(open, 0);
});
