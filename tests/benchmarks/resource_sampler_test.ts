import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertRejects,
} from "@std/assert";
import process from "node:process";
import {
  processorWaitIn,
  readProcesses,
} from "../../benchmarks/_process_readings.ts";
import { ResourceSampler } from "../../benchmarks/resource_sampler.ts";

const BURN = `
  import process from "node:process";
  const spent = () => (({ user, system }) => (user + system) / 1e6)(process.cpuUsage());
  const burn = (seconds) => { const end = spent() + seconds; while (spent() < end); };
`;

/** A Deno process that runs `code`; a `turn` is a line each way, so that both keep in step. */
class Child implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(code: string) {
    const turn = `const turn = async () => {
      await Deno.stdout.write(new Uint8Array(1));
      if (await Deno.stdin.read(new Uint8Array(1)) === null) Deno.exit();
    };`;
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-config", BURN + turn + code],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#reader = this.#process.stdout.getReader();
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Waits until the child waits for its turn. */
  async ready(): Promise<void> {
    assertEquals(
      (await this.#reader.read()).done,
      false,
      "the child ended early",
    );
  }

  async go(): Promise<void> {
    await this.#writer.write(new Uint8Array(1));
  }

  async ended(): Promise<void> {
    await this.#process.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close().catch(() => {});
    await this.#reader.cancel();
    await this.#process.status;
  }
}

const pause = (seconds: number) =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

Deno.test("ResourceSampler sees the CPU time that a server spends while it is sampled", async () => {
  await using child = new Child(
    "burn(0.5); await turn(); burn(0.4); await turn();",
  );
  await child.ready();
  await using sampler = await ResourceSampler.start({
    serverProcesses: () => [child.pid],
  });
  await child.go();
  await child.ready();
  const { server_process, cpu_usage } = await sampler.stop();
  assert(server_process !== undefined && cpu_usage !== undefined);
  assertGreater(server_process.cpu_seconds, 0.3);
  // What it spent before, 0.5 s and its start, is not the run's.
  assertLess(server_process.cpu_seconds, 0.8);
  assertGreater(cpu_usage.mean, 0);
  assert(cpu_usage.mean <= cpu_usage.max && cpu_usage.max <= 100);
});

Deno.test({
  name: "ResourceSampler sees for how long processes wait for a processor",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using children = new AsyncDisposableStack();
    // One more than can run at once.
    const crowd = Array.from(
      { length: navigator.hardwareConcurrency + 1 },
      () => children.use(new Child("await turn(); burn(0.2); await turn();")),
    );
    const all = (step: (child: Child) => Promise<void>) =>
      Promise.all(crowd.map(step));
    await all((child) => child.ready());
    await using sampler = await ResourceSampler.start({
      serverProcesses: () => crowd.map(({ pid }) => pid),
    });
    await all((child) => child.go());
    await all((child) => child.ready());
    const { client_process, server_process } = await sampler.stop();
    assert(client_process.processor_wait !== undefined);
    assert(server_process?.processor_wait !== undefined);
    assertGreater(
      server_process.processor_wait,
      0.05 * server_process.cpu_seconds,
    );
  },
});

Deno.test("a kernel that does not count waiting is not said to have seen none", () => {
  assertEquals(processorWaitIn("0 0 0\n"), undefined);
  assertEquals(processorWaitIn("7000000 250000000 3\n"), 0.25);
  assertEquals(processorWaitIn("7000000 0 3\n"), 0);
});

Deno.test({
  name: "a program that may read files but not all of /proc is sampled without",
  permissions: { read: true, sys: true },
  async fn() {
    await using sampler = await ResourceSampler.start();
    const { client_process } = await sampler.stop();
    assertEquals(client_process.processor_wait, undefined);
    assertGreater(client_process.rss_max, 0);
  },
});

Deno.test("ResourceSampler counts a process that joins the server in full", async () => {
  const pids: number[] = [];
  await using sampler = await ResourceSampler.start({
    interval: 10,
    serverProcesses: () => pids,
  });
  await using child = new Child("burn(0.4); await turn();");
  await child.ready();
  pids.push(child.pid);
  const { server_process } = await sampler.stop();
  assertGreater(server_process?.cpu_seconds ?? 0, 0.3);
});

Deno.test("ResourceSampler keeps what a server's child spent that came and went", async () => {
  const pids: number[] = [];
  await using sampler = await ResourceSampler.start({
    interval: 0.02,
    serverProcesses: () => pids,
  });
  await using child = new Child("burn(0.5);");
  pids.push(child.pid);
  await child.ended();
  // Listed still, but there no more: samplings that find nothing there are no error.
  await pause(0.1);
  pids.pop();
  await pause(0.05);
  const { server_process } = await sampler.stop();
  assertGreater(server_process?.cpu_seconds ?? 0, 0.25);
});

Deno.test("ResourceSampler sees the most memory that all server processes held at once", async () => {
  const code = "globalThis.held = new Uint8Array(200e6).fill(1); await turn();";
  await using first = new Child(code);
  await using second = new Child(code);
  await Promise.all([first.ready(), second.ready()]);
  await using sampler = await ResourceSampler.start({
    serverProcesses: () => [first.pid, second.pid],
  });
  const { server_process } = await sampler.stop();
  assertGreater(server_process?.rss_max ?? 0, 400e6);
  assertLess(server_process?.rss_max ?? Infinity, 1e9);
});

Deno.test("ResourceSampler sees what this process and the machine use", async () => {
  await using sampler = await ResourceSampler.start();
  const start = process.cpuUsage();
  const spent = () =>
    (({ user, system }) => (user + system) / 1e6)(process.cpuUsage(start));
  while (spent() < 0.2);
  const { client_process, server_process, memory_usage } = await sampler.stop();
  assertGreater(client_process.cpu_seconds, 0.2 - 1e-6);
  assertLess(client_process.cpu_seconds, 1);
  assertGreater(client_process.rss_max, 10e6);
  assertEquals(server_process, undefined);
  assertGreater(memory_usage.mean, 0);
  assert(memory_usage.mean <= memory_usage.max && memory_usage.max <= 100);
});

Deno.test("ResourceSampler.stop() gives the same figures again, and nothing runs after it", async () => {
  let listings = 0;
  const sampler = await ResourceSampler.start({
    interval: 0.001,
    serverProcesses: () => {
      listings++;
      return [];
    },
  });
  await pause(0.1);
  const usage = await sampler.stop();
  const atStop = listings;
  assertGreater(atStop, 3);
  assertEquals(await sampler.stop(), usage);
  await sampler[Symbol.asyncDispose]();
  await pause(0.02);
  assertEquals(listings, atStop);
});

Deno.test("ResourceSampler tells of a sampling that failed, once", async () => {
  let fails = false;
  const serverProcesses = (): readonly number[] => {
    if (fails) throw new Error("the list is gone");
    return [];
  };
  const sampler = await ResourceSampler.start({
    interval: 0.01,
    serverProcesses,
  });
  fails = true;
  await pause(0.05);
  fails = false;
  await assertRejects(() => sampler.stop(), Error, "the list is gone");
  await sampler[Symbol.asyncDispose]();

  const disposed = await ResourceSampler.start({ serverProcesses });
  fails = true;
  await assertRejects(
    () => disposed[Symbol.asyncDispose](),
    Error,
    "the list is gone",
  );
});

Deno.test("ResourceSampler.start() tells of a failure at once and leaves no timer", async () => {
  const serverProcesses = () => {
    throw new Error("the list is gone");
  };
  await assertRejects(
    () => ResourceSampler.start({ serverProcesses }),
    Error,
    "the list is gone",
  );
});

Deno.test("ResourceSampler.start() refuses an interval that is none", async () => {
  for (const interval of [0, -1, NaN, Infinity]) {
    await assertRejects(
      () => ResourceSampler.start({ interval }),
      RangeError,
      `got ${interval}`,
    );
  }
});

Deno.test({
  name:
    "ResourceSampler.start() does not take a process that it may not read for one that is gone",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const module = import.meta.resolve("../../benchmarks/resource_sampler.ts");
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-config", "--no-prompt", "--allow-sys", "-"],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(`
      import { ResourceSampler } from ${JSON.stringify(module)};
      await ResourceSampler.start({ serverProcesses: () => [Deno.pid, Deno.ppid] })
        .catch((error) => console.log(error.name));
      Deno.exit();
    `));
    await writer.close();
    assertEquals(
      new TextDecoder().decode((await child.output()).stdout),
      "NotCapable\n",
    );
  },
});

Deno.test({
  name:
    "to look at a hundred processes takes this thread little more than to read their files",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const pids = Array<number>(100).fill(Deno.pid);
    const read = () => {
      for (const pid of pids) {
        for (const file of ["schedstat", "stat", "status"]) {
          Deno.readTextFileSync(`/proc/${pid}/${file}`);
        }
      }
    };
    const cpuSeconds = async (work: () => unknown): Promise<number> => {
      const before = process.threadCpuUsage();
      // Of the system's clock, which has 100 ticks a second, it takes several.
      for (let i = 0; i < 60; i++) await work();
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1e6;
    };
    await cpuSeconds(() => readProcesses(pids));
    await cpuSeconds(read);
    const reading = await cpuSeconds(() => readProcesses(pids));
    assertLess(reading, 5 * await cpuSeconds(read));
  },
});
