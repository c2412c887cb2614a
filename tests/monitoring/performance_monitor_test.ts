import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import process from "node:process";
import { FakeClock } from "./_fake_clock.ts";
import { MonitoredFile } from "./_monitored_file.ts";
import { connectedPair } from "../rpc/_connected_pair.ts";
import type { EndedOperation } from "../../monitoring/mod.ts";
import { observeConnections, RpcTarget } from "../../rpc/mod.ts";

class User extends RpcTarget {
  rename(name: string): string {
    return name;
  }
}

class Shop {
  ping(): string {
    return "pong";
  }

  fail(name: string): void {
    throw Object.assign(new Error("sold out"), { name });
  }

  user(): User {
    return new User();
  }

  hang(): Promise<void> {
    return new Promise(() => {});
  }
}

/** Uses some of the processor's time; returns how many seconds. */
function useProcessor(): number {
  const begin = process.cpuUsage();
  while (true) {
    const { system, user } = process.cpuUsage(begin);
    if (user + system >= 20_000) return (user + system) / 1e6;
  }
}

/** Names of operations with their numbers of requests and failures. */
function counts(
  records: readonly {
    readonly operation: string;
    readonly total_requests: number;
    readonly failed_requests: number;
  }[],
): [string, number, number][] {
  return records.map((it) => [
    it.operation,
    it.total_requests,
    it.failed_requests,
  ]);
}

Deno.test("a tracked operation returns and throws as it would anyway", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  assertEquals(await monitor.track("value", () => 7), 7);
  await assertRejects(
    () =>
      monitor.track("failure", () => {
        throw new RangeError("too far");
      }),
    RangeError,
    "too far",
  );
  await assertRejects(() => monitor.track("thrown", () => Promise.reject(1)));
  await monitor.flush();

  const [value, failure, thrown] = await file.records();
  assertEquals([value.success_rate, value.latency?.count], [1, 1]);
  assertEquals([failure.success_rate, failure.latency], [0, undefined]);
  assertEquals(failure.errors, [
    { kind: "RangeError", count: 1, examples: ["too far"] },
  ]);
  assertEquals(thrown.errors[0].kind, "number");
});

Deno.test("a tracked operation may throw anything, and that is what is thrown", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  const things = [
    Object.create(null),
    Symbol("no"),
    Object.assign(new Error(), { name: 5, message: { no: "text" } }),
    Object.defineProperty(new Error(), "message", {
      get: () => {
        throw new Error("it throws when asked");
      },
    }),
    Object.defineProperty(new Error(), "name", {
      get: () => {
        throw new Error("it throws when asked");
      },
    }),
  ];
  for (const thing of things) {
    const caught = await monitor.track("work", () => {
      throw thing;
    }).catch((error: unknown) => error);
    assert(caught === thing);
  }
  await monitor.flush();
  const [{ errors, failed_requests }] = await file.records();
  assertEquals(failed_requests, things.length);
  assertEquals(
    errors.map(({ count, examples, kind }) => [kind, count, ...examples]),
    [
      ["object", 2, "something of type object", ""],
      ["symbol", 1, "Symbol(no)"],
      ["5", 1, "[object Object]"],
      ["Error", 1, "something of type object"],
    ],
  );
});

Deno.test("each line has the numbers of its interval alone, and all lines have all", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  let ended = 0;
  const loop = (async () => {
    while (ended < 2000) {
      await monitor.track("work", () => Promise.resolve());
      if (++ended % 100 === 0) await new Promise((go) => setTimeout(go, 0));
    }
  })();
  while (ended < 2000) await monitor.flush();
  await loop;
  await monitor.flush();

  const records = await file.records();
  assert(records.length > 2, "there were too few intervals");
  const total = records.reduce((sum, it) => sum + it.total_requests, 0);
  assertEquals(total, 2000);
  for (const [i, record] of records.entries()) {
    assertEquals(record.latency?.count ?? 0, record.total_requests);
    if (i > 0) assertEquals(record.since, records[i - 1].timestamp);
  }
});

Deno.test("the calls of an observed connection are counted by method, at both ends", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  await using pair = await connectedPair(Shop);
  const { client, server } = pair;
  {
    using _client = monitor.observe(client);
    using _server = monitor.observe(server);
    await Promise.all([client.root.ping(), client.root.ping()]);
    await client.root.fail("SoldOutError").catch(() => {});
    using user = await client.root.user();
    await user.rename("Ada");
  }
  await client.root.ping();
  await monitor.flush();

  assertEquals(
    counts(await file.records()).toSorted(([a], [b]) => a < b ? -1 : 1),
    [
      ["answer/User/rename", 1, 0],
      ["answer/fail", 1, 1],
      ["answer/ping", 2, 0],
      ["answer/user", 1, 0],
      ["call/User/rename", 1, 0],
      ["call/fail", 1, 1],
      ["call/ping", 2, 0],
      ["call/user", 1, 0],
    ],
  );
});

Deno.test("a monitor observes all connections that a program opens", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  const observation = observeConnections(monitor);
  await using pair = await connectedPair(Shop);
  observation[Symbol.dispose]();
  await pair.client.root.ping();
  await monitor.flush();
  assertEquals(
    new Set((await file.records()).map(({ operation }) => operation)),
    new Set(["call/ping", "answer/ping"]),
  );
});

Deno.test("calls that a lost connection ends have failed", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  await using pair = await connectedPair(Shop);
  monitor.observe(pair.client);
  const hanging = pair.client.root.hang().catch(() => {});
  await pair.client.root.ping();
  await pair.server.close();
  await hanging;
  await monitor.flush();
  const [hang] = await file.records();
  assertEquals([hang.operation, hang.in_flight], ["call/hang", 0]);
  assertEquals(hang.errors.map(({ kind }) => kind), ["ConnectionLostError"]);
});

Deno.test("what is under way is told, and forgotten with its connection", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  const pair = await connectedPair(Shop);
  const observation = monitor.observe(pair.client);
  const hanging = pair.client.root.hang().catch(() => {});
  await monitor.flush();
  observation[Symbol.dispose]();
  await monitor.flush();
  await pair[Symbol.asyncDispose]();
  await hanging;
  assertEquals(
    (await file.records()).map(({ in_flight, total_requests }) => [
      in_flight,
      total_requests,
    ]),
    [[1, 0], [0, 0]],
  );
});

Deno.test("a monitor writes every interval, and what is left at its end", async () => {
  await using file = await MonitoredFile.make();
  const clock = new FakeClock();
  {
    await using monitor = await file.monitor({ clock, interval: 10 });
    await monitor.track("work", () => {});
    await clock.pass(9);
    assertEquals(await file.records(), []);
    await clock.pass(1);
    await monitor.flush();
    assertEquals((await file.records())[0].since, "2026-01-02T03:04:05.000Z");
    await monitor.track("work", () => {});
  }
  assertEquals(clock.waiting, 0);
  const records = await file.records();
  assertEquals(records.at(-1)?.total_requests, 1);
  assertEquals(records.reduce((sum, it) => sum + it.total_requests, 0), 2);
});

Deno.test("what happens once in an interval happens once per interval, however late", async () => {
  await using file = await MonitoredFile.make();
  const clock = new FakeClock();
  await using monitor = await file.monitor({ clock, interval: 10 });
  for (const late of ["first", "second"]) {
    await clock.pass(9.9);
    await monitor.track(late, () => {});
    await clock.pass(0.1);
    await monitor.flush();
  }
  const records = (await file.records())
    .filter(({ total_requests }) => total_requests > 0);
  assertEquals(
    records.map(({ duration, throughput }) => [duration, throughput]),
    [[10, 0.1], [10, 0.1]],
  );
});

Deno.test("names and kinds of failures of which there is no end are counted together", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor({ maxOperations: 3 });
  await using pair = await connectedPair(Shop);
  using _observation = monitor.observe(pair.client);
  for (let i = 0; i < 50; i++) {
    await pair.client.root.fail(`Error${i}`).catch(() => {});
    await monitor.track(`operation ${i}`, () => {});
  }
  await monitor.track("x".repeat(1000), () => {});
  await monitor.flush();

  const records = await file.records();
  assertEquals(counts(records), [
    ["call/fail", 50, 50],
    ["operation 0", 1, 0],
    ["operation 1", 1, 0],
    ["other", 49, 0],
  ]);
  const { errors } = records[0];
  assertEquals(errors.length, 21);
  assertEquals(errors.at(-1)?.kind, "other");
  assertEquals(errors.reduce((sum, { count }) => sum + count, 0), 50);
});

Deno.test("names that the other end makes up take the place of none that there are", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor({ maxOperations: 2 });
  await using pair = await connectedPair(Shop);
  using _observation = monitor.observe(pair.server);
  const root: Record<string, () => Promise<unknown>> = Object(pair.client.root);
  for (let i = 0; i < 50; i++) await root[`made_up_${i}`]().catch(() => {});
  await pair.client.root.ping();
  await pair.client.root.fail("SoldOutError").catch(() => {});
  await monitor.flush();
  assertEquals(counts(await file.records()), [
    ["other", 50, 50],
    ["answer/ping", 1, 0],
    ["answer/fail", 1, 1],
  ]);
});

Deno.test("hostile names and messages stay on their line", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  for (const name of ["a\nb", "__proto__", "meta", "\u2028", "{"]) {
    await monitor.track(name, () => {
      throw new Error(`${name}\n${"y".repeat(100_000)}`);
    }).catch(() => {});
  }
  await monitor.flush();
  const records = await file.records();
  assertEquals(records.map(({ operation }) => operation), [
    "a\nb",
    "__proto__",
    "meta",
    "\u2028",
    "{",
  ]);
  assert(records.every(({ errors }) => errors[0].examples[0].length <= 200));
});

Deno.test("what cannot be written is told once, and is not lost", async () => {
  await using file = await MonitoredFile.make();
  const notices: string[] = [];
  await using monitor = await file.monitor({
    onNotice: (notice) => notices.push(notice),
  });
  for (let time = 1; time <= 2; time++) {
    await Deno.remove(file.folder, { recursive: true });
    const used = useProcessor();
    for (let i = 0; i < 3; i++) {
      await monitor.track("work", () => {});
      await monitor.flush();
    }
    assertEquals([notices.length, monitor.failedWrites], [time, 3 * time]);
    await Deno.mkdir(file.folder);
    await monitor.track("work", () => {});
    await monitor.flush();
    const [record, ...more] = await file.records();
    assertEquals([record.total_requests, more.length], [4, 0]);
    assertEquals(record.latency?.count, 4);
    const { cpu_seconds } = record.process;
    assert(cpu_seconds >= used, `${cpu_seconds} s of ${used} s are left`);
  }
  assertStringIncludes(
    notices[0],
    `what was monitored cannot be written to ${file.path}: No such file`,
  );
});

Deno.test({
  name: "a full disk does a program no harm",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using file = await MonitoredFile.make();
    await Deno.symlink("/dev/full", file.path);
    const notices: string[] = [];
    await using monitor = await file.monitor({
      onNotice: (notice) => notices.push(notice),
    });
    await monitor.track("work", () => {});
    await monitor.flush();
    await monitor.flush();
    assertEquals(notices.length, 1);
    assertStringIncludes(notices[0], "No space left on device");
    await Deno.remove(file.path);
    await monitor.flush();
    assertEquals(counts(await file.records()), [["work", 1, 0]]);
  },
});

Deno.test("a listener is told of each end, and its failure is its own", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  const ended: EndedOperation[] = [];
  {
    using _listening = monitor.listen((it) => ended.push(it));
    await monitor.track("work", () => {});
    await monitor.track("work", () => Promise.reject(new TypeError("no")))
      .catch(() => {});
  }
  await monitor.track("work", () => {});
  assertEquals(
    ended.map(({ errorKind, operation }) => [operation, errorKind]),
    [["work", undefined], ["work", "TypeError"]],
  );

  const reported = Promise.withResolvers<string>();
  const report = (event: ErrorEvent) => {
    event.preventDefault();
    reported.resolve(event.message);
  };
  globalThis.addEventListener("error", report, { once: true });
  using _listening = monitor.listen(() => {
    throw new Error("my own fault");
  });
  assertEquals(await monitor.track("work", () => 7), 7);
  assertStringIncludes(await reported.promise, "my own fault");
});

Deno.test("a monitor is not started with what cannot be", async () => {
  await using file = await MonitoredFile.make();
  for (
    const [options, message] of [
      [{ interval: 0 }, "interval is 0; it takes a number above 0"],
      [{ maxFileSize: 0 }, "maxFileSize is 0; it takes a whole number"],
      [
        { maxFiles: 1.5 },
        "maxFiles is 1.5; it takes a whole number from 1 to 1000",
      ],
      [{ maxOperations: 0 }, "maxOperations is 0; it takes a whole number"],
    ] as const
  ) {
    await assertRejects(() => file.monitor(options), RangeError, message);
  }
  await assertRejects(
    () => file.monitor({ file: `${file.folder}/missing/monitor.jsonl` }),
    Deno.errors.NotFound,
  );
  assertEquals(await file.names(), []);
});

Deno.test("a monitor keeps no program alive", async () => {
  await using file = await MonitoredFile.make();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      new URL("programs/forgetful.ts", import.meta.url).href,
      file.path,
    ],
  }).output();
  assertEquals([code, new TextDecoder().decode(stdout)], [0, "done\n"]);
});
