import {
  assertEquals,
  assertGreater,
  assertLess,
  assertRejects,
} from "@std/assert";
import {
  type AnsweredRequest,
  LoadGenerator,
  loadWarnings,
  type Target,
  type TargetConnection,
} from "../../../benchmarks/mod.ts";
import { closedPort } from "./_raw_target.ts";

/** A target without a server, whose requests take as long as they are told. */
function targetOf(request: TargetConnection["request"]): Target {
  return {
    connect: () =>
      Promise.resolve({
        request,
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  };
}

const INSTANT = targetOf(() => Promise.resolve());
const NEVER = targetOf(() => new Promise<void>(() => {}));

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

Deno.test("an open loop of so many requests has the rate that was due, however long the last one takes", async () => {
  await using generator = await LoadGenerator.start({
    target: targetOf(() => delay(200)),
    connections: 100,
  });
  for (const duration of [undefined, 60]) {
    const result = (await generator.run({
      requests: 100,
      duration,
      pacing: { kind: "constant", rate: 1000 },
    })).toResult();
    assertEquals(result.total_requests, 100);
    assertEquals([result.duration, result.offered_rate], [0.1, 1000]);
  }
});

Deno.test("a closed loop of so many requests lasted until its last answer, not until its numbers were put together", async () => {
  await using generator = await LoadGenerator.start({ target: INSTANT });
  const overheads: number[] = [];
  for (let i = 0; i < 20; i++) {
    const answers: AnsweredRequest[] = [];
    const { duration } = (await generator.run({
      requests: 100,
      onAnswer: (request) => answers.push(request),
    })).toResult();
    const first = Math.min(...answers.map(({ sent }) => sent));
    const last = Math.max(...answers.map(({ answered }) => answered));
    overheads.push(duration - (last - first));
  }
  // On a busy machine, some runs are put aside at the end.
  assertLess(Math.min(...overheads), 0.0005);
});

Deno.test("an interruption does not hide what was due and could not leave", async () => {
  const interruption = new AbortController();
  await using generator = await LoadGenerator.start({
    target: NEVER,
    connections: 2,
  });
  setTimeout(() => interruption.abort(), 300);
  const result = (await generator.run({
    duration: 600,
    pacing: { kind: "constant", rate: 1000 },
    signal: interruption.signal,
  })).toResult();
  assertEquals(result.interrupted, true);
  assertGreater(result.unsent_requests, 200);
  assertEquals(result.total_requests, result.unsent_requests);
});

for (const pacing of [undefined, { kind: "constant", rate: 100 }] as const) {
  const loop = pacing === undefined ? "closed" : "open";
  Deno.test(`${loop} loop: to a target that is down, nothing is sent`, async () => {
    await using generator = await LoadGenerator.start({
      target: { kind: "rpc", port: closedPort(), method: "ping" },
      connections: 2,
    });
    const result = (await generator.run({ duration: 0.3, pacing })).toResult();
    assertGreater(result.failed_requests, 0);
    assertEquals(result.unsent_requests, result.failed_requests);
    assertEquals([result.achieved_rate, result.throughput], [0, 0]);
    assertEquals(result.errors.map(({ kind }) => kind), ["connection refused"]);
    assertEquals(
      loadWarnings(result).some((warning) => /left in time/.test(warning)),
      pacing !== undefined,
    );
  });
}

/** A target that cannot be reached, nor given up before it is told to. */
const UNREACHABLE: Target = {
  connect: (signal) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason))
    ),
};

Deno.test("an interruption ends the attempts to connect", async () => {
  const interruption = new AbortController();
  const { signal } = interruption;
  const start = performance.now();
  {
    setTimeout(() => interruption.abort(), 50);
    await using generator = await LoadGenerator.start({
      target: UNREACHABLE,
      timeout: 300,
      signal,
    });
    const result = (await generator.run({ duration: 300, signal })).toResult();
    assertEquals([result.interrupted, result.total_requests], [true, 0]);
    assertEquals(result.failed_connections, 0, "to be interrupted is no fault");
  }
  assertLess(performance.now() - start, 30_000);
});

Deno.test("an attempt to connect does not outlive the generator", async () => {
  let attempts = 0;
  const target: Target = {
    connect: (signal) =>
      attempts++ === 0
        ? Promise.resolve({
          usable: false,
          request: () => Promise.resolve(),
          [Symbol.asyncDispose]: () => Promise.resolve(),
        })
        : UNREACHABLE.connect(signal),
  };
  const interruption = new AbortController();
  const start = performance.now();
  {
    await using generator = await LoadGenerator.start({
      target,
      connections: 1,
      timeout: 300,
    });
    setTimeout(() => interruption.abort(), 500);
    await generator.run({ duration: 300, signal: interruption.signal });
  }
  assertEquals(attempts, 2);
  assertLess(performance.now() - start, 30_000);
});

Deno.test("a thread that a target of the user's ends is an error, and nothing waits for it", async () => {
  const url = import.meta.resolve("./targets/fatal_target.ts");
  await assertRejects(
    async () => {
      await using generator = await LoadGenerator.start({
        target: { kind: "module", url },
        connections: 2,
        threads: 2,
      });
      await generator.run({ duration: 60 });
    },
    Error,
    "a thread of the load ended: fatal",
  );
});
