import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertRejects,
} from "@std/assert";
import {
  LoadGenerator,
  type LoadGeneratorOptions,
  type LoadPlan,
  type LoadPoint,
  loadWarnings,
  type Target,
} from "../../../benchmarks/mod.ts";
import { HttpServer, RpcServer } from "../../../servers/mod.ts";

/** A target without a server: it answers at the next turn of the event loop. */
class CountingTarget implements Target {
  open = 0;
  made = 0;
  requests = 0;
  underWay = 0;
  mostUnderWay = 0;

  connect() {
    this.open++;
    this.made++;
    return Promise.resolve({
      request: async () => {
        this.requests++;
        this.underWay++;
        this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
        await new Promise((resolve) => setTimeout(resolve, 0));
        this.underWay--;
        return { sent: 3, received: 5 };
      },
      [Symbol.asyncDispose]: () => {
        this.open--;
        return Promise.resolve();
      },
    });
  }
}

/** Runs one plan on a target. */
async function run(
  options: LoadGeneratorOptions,
  plan: LoadPlan,
) {
  await using generator = await LoadGenerator.start(options);
  return (await generator.run(plan)).toResult();
}

Deno.test("a closed loop makes exactly the requests that were asked for", async () => {
  const target = new CountingTarget();
  const result = await run({ target, connections: 3, inFlight: 2 }, {
    requests: 101,
  });
  assertEquals(target.requests, 101);
  assertEquals([target.made, target.open], [3, 0], "and closes what it opened");
  assertEquals(target.mostUnderWay, 6);
  const { loop, connections, in_flight, threads, pacing } = result;
  assertEquals([loop, connections, in_flight, threads], ["closed", 3, 2, 1]);
  assertEquals(pacing, undefined);
  assertEquals([result.total_requests, result.failed_requests], [101, 0]);
  assertEquals([result.bytes_sent, result.bytes_received], [303, 505]);
  assertEquals(result.response_time?.count, 101);
  assertEquals(result.connection_time?.count, 3);
  assertAlmostEquals(result.throughput * result.duration, 101, 1e-6);
});

Deno.test("an open loop makes a request for each time that one is due", async () => {
  const target = new CountingTarget();
  const result = await run({ target }, {
    duration: 0.5,
    pacing: { kind: "ramp", from: 100, to: 300, duration: 0.5 },
  });
  assertEquals([target.requests, result.total_requests], [100, 100]);
  assertEquals(result.loop, "open");
  assertEquals(result.duration, 0.5);
  assertEquals(result.offered_rate, 200);
  const { response_time, service_time, waiting_time } = result;
  assertAlmostEquals(
    response_time?.mean ?? 0,
    (service_time?.mean ?? 0) + (waiting_time?.mean ?? 0),
    1e-9,
    "response is waiting and service",
  );
});

Deno.test("requests are sent when they are due, not in a bunch", async () => {
  const sent: number[] = [];
  const target: Target = {
    connect: () =>
      Promise.resolve({
        request: () => Promise.resolve(void sent.push(performance.now())),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  };
  await run({ target }, {
    duration: 1,
    pacing: { kind: "constant", rate: 500 },
  });
  // Each is 2 ms after the one before; a loaded machine is late with some.
  const gaps = sent.slice(1).map((time, i) => time - sent[i]).sort((a, b) =>
    a - b
  );
  assertEquals(sent.length, 500);
  const middle = gaps[Math.floor(gaps.length / 2)];
  assert(middle > 1 && middle < 3, `the median gap is ${middle} ms`);
});

Deno.test("several runs go over the same connections, each with its own numbers", async () => {
  const target = new CountingTarget();
  {
    await using generator = await LoadGenerator.start({ target });
    for (const requests of [10, 20, 30]) {
      const measurement = await generator.run({ requests });
      assertEquals(measurement.toResult().total_requests, requests);
      assertEquals(measurement.responseTimes.count, requests);
    }
  }
  assertEquals([target.made, target.open], [10, 0]);
});

for (const client of ["lean", "fetch"] as const) {
  Deno.test(`HTTP by ${client}: method, headers and body arrive, and answers are counted`, async () => {
    const seen: string[] = [];
    await using server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      onListen() {},
    }, async (request) => {
      const { method, headers } = request;
      seen.push(`${method} ${headers.get("x-test")} ${await request.text()}`);
      return new Response("four");
    });
    const result = await run({
      target: {
        kind: "http",
        url: `http://127.0.0.1:${server.addr.port}/`,
        method: "PUT",
        headers: { "x-test": "yes" },
        body: new TextEncoder().encode("body"),
        client,
      },
      connections: 2,
    }, { requests: 10 });
    assertEquals(new Set(seen), new Set(["PUT yes body"]));
    assertEquals(result.errors, []);
    assertEquals([result.bytes_sent, result.bytes_received], [40, 40]);
  });
}

Deno.test("threads share connections, schedule and requests, and lose no sample", async () => {
  await using server = await RpcServer.start({ port: 0 });
  const { port } = server;
  const target = {
    kind: "rpc",
    port,
    method: "echo",
    args: [new Uint8Array(7)],
  } as const;
  await using generator = await LoadGenerator.start({
    target,
    connections: 5,
    threads: 3,
  });
  for (
    const plan of [
      { requests: 200 },
      { duration: 0.5, pacing: { kind: "constant", rate: 400 } },
      { requests: 200, pacing: { kind: "poisson", rate: 1000 } },
    ] as const
  ) {
    const measurement = await generator.run(plan);
    const result = measurement.toResult();
    assertEquals([result.total_requests, result.failed_requests], [200, 0]);
    assertEquals([result.threads, result.connections], [3, 5]);
    assertEquals(result.response_time?.count, 200);
    assertEquals(measurement.responseTimes.samples()?.length, 200);
    assertEquals([result.bytes_sent, result.bytes_received], [1400, 1400]);
    assertEquals(result.connection_time?.count, 5);
    const answers = result.series.map(({ rate, duration }) => rate * duration);
    assertAlmostEquals(answers.reduce((sum, n) => sum + n, 0), 200, 1e-6);
  }
});

Deno.test("progress tells of each second once, over all threads", async () => {
  await using server = await HttpServer.start({ port: 0 });
  const points: LoadPoint[] = [];
  const result = await run({
    target: { kind: "http", url: `${server.url}/ping` },
    threads: 2,
  }, {
    duration: 2.2,
    pacing: { kind: "constant", rate: 100 },
    onProgress: (point) => points.push(point),
  });
  assertGreaterOrEqual(points.length, 2);
  assertEquals([points[0].at, points[1].at], [0, 1]);
  assertEquals(points.map(({ duration }) => duration), points.map(() => 1));
  assertEquals(result.series.length, 3);
  assertEquals(result.series.slice(0, 2), points.slice(0, 2));
  const counted = result.series.map(({ rate, duration }) => rate * duration);
  assertAlmostEquals(counted.reduce((sum, n) => sum + n, 0), 220, 1e-6);
  for (const { p50 = 0, p99 = 0 } of points.slice(0, 2)) {
    assertGreater(p50, 0);
    assertGreaterOrEqual(p99, p50);
  }
});

for (const threads of [1, 2]) {
  for (const pacing of [undefined, { kind: "constant", rate: 50 }] as const) {
    Deno.test(`an interruption of ${threads} thread(s) ends ${pacing === undefined ? "a closed" : "an open"} loop and gives what there is`, async () => {
      await using server = await HttpServer.start({ port: 0 });
      const interruption = new AbortController();
      const start = performance.now();
      const result = await run({
        target: { kind: "http", url: `${server.url}/sleep/0.02` },
        threads,
        connections: 4,
      }, {
        duration: 600,
        pacing,
        signal: interruption.signal,
        onProgress: () => interruption.abort(),
      });
      assertLess(performance.now() - start, 30_000);
      assertEquals(result.interrupted, true);
      assertGreater(result.total_requests, 0);
      assertEquals(result.failed_requests, 0);
      assertLess(result.duration, 30);
      assertEquals(
        loadWarnings(result).filter((warning) => /^interrupted/.test(warning))
          .length,
        1,
      );
    });
  }
}

Deno.test("a module's target serves all threads", async () => {
  const url = import.meta.resolve("./targets/instant_target.ts");
  const result = await run({
    target: { kind: "module", url },
    threads: 2,
    connections: 2,
  }, { requests: 100 });
  assertEquals([result.total_requests, result.failed_requests], [100, 0]);
  assertEquals(result.bytes_received, 100);
});

Deno.test("a module without a target says so", async () => {
  const url = import.meta.resolve("./_raw_target.ts");
  await assertRejects(
    () => LoadGenerator.start({ target: { kind: "module", url } }),
    TypeError,
    "is no target",
  );
});

Deno.test("options and plans that make no sense are refused, by name", async () => {
  const target = new CountingTarget();
  const wrong: [LoadGeneratorOptions, string][] = [
    [{ target, connections: 0 }, "connections"],
    [{ target, inFlight: 0.5 }, "inFlight"],
    [{ target, threads: -1 }, "threads"],
    [{ target, timeout: 0 }, "timeout"],
    [{ target, threads: 2 }, "threads"],
    [{
      target: { kind: "rpc", method: "ping" },
      threads: 3,
      connections: 2,
    }, "threads"],
    [{
      target: { kind: "http", url: "http://127.0.0.1:9", client: "fetch" },
      inFlight: 2,
    }, "inFlight"],
  ];
  for (const [options, name] of wrong) {
    await assertRejects(
      () => LoadGenerator.start(options),
      Error,
      `${name} is `,
    );
  }
  await using generator = await LoadGenerator.start({ target });
  const plans: [LoadPlan, string][] = [
    [{}, "neither a duration nor requests"],
    [
      { pacing: { kind: "constant", rate: 1 } },
      "neither a duration nor requests",
    ],
    [{ requests: 0 }, "requests is "],
    [{ duration: -1 }, "duration is "],
    [{ duration: 1, pacing: { kind: "constant", rate: 0 } }, "rate is "],
  ];
  for (const [plan, message] of plans) {
    await assertRejects(() => generator.run(plan), RangeError, message);
  }
  assertEquals(target.requests, 0);
});

Deno.test("a backlog of a million requests takes no memory", async () => {
  const never: Target = {
    connect: () =>
      Promise.resolve({
        request: () => new Promise<void>(() => {}),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  };
  const before = Deno.memoryUsage().heapUsed;
  const result = await run({ target: never, connections: 2, timeout: 0.3 }, {
    duration: 0.3,
    pacing: { kind: "constant", rate: 4_000_000 },
  });
  assertEquals(result.total_requests, 1_200_000);
  assertEquals(result.failed_requests, 1_200_000);
  assertGreater(result.unsent_requests, 1_100_000);
  // One that kept them would need at least a number for each.
  assertLess(Deno.memoryUsage().heapUsed - before, 8 * 1_000_000);
});

Deno.test("a generator that cannot keep its schedule says so, and blames nobody else", async () => {
  const busy: Target = {
    connect: () =>
      Promise.resolve({
        request() {
          // It is the client that takes its time here.
          const end = performance.now() + 4;
          while (performance.now() < end);
          return Promise.resolve();
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  };
  const result = await run({ target: busy, connections: 100 }, {
    duration: 0.4,
    pacing: { kind: "constant", rate: 1000 },
  });
  assertGreater(result.generator.late_share, 0.05);
  assertGreater(result.generator.latest_send, 0.004);
  assertGreater(loadWarnings(result).join("\n").indexOf("not the target"), -1);
});
