import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertMatch,
  assertRejects,
} from "@std/assert";
import {
  checkForLeaks,
  LeakCheck,
  type LeakCheckResult,
} from "../../../benchmarks/mod.ts";
import {
  CallTimeoutError,
  connect,
  type RpcConnection,
} from "../../../rpc/mod.ts";
import {
  createHttpSession,
  HttpServer,
  type Inspectable,
  type ProcessState,
  RpcServer,
  type RpcServerMode,
  tablesOf,
  ThisProcess,
} from "../../../servers/mod.ts";
import { ServiceModule } from "../../servers/_service_module.ts";

const RPC = import.meta.resolve("../../../rpc/mod.ts");

/** A service that holds on to whatever it can, if it is asked to. */
const SOURCE = `
  import { retain } from ${JSON.stringify(RPC)};
  const kept = [];
  export default class {
    take(data) { return data.length; }
    keep(data) { kept.push(data); }
    silent() { return new Promise(() => {}); }
    call(callback) { return callback(); }
    hold(callback) { kept.push(retain(callback)); }
  }`;

/** The service, as its callers see it. */
interface Service {
  take(data: readonly number[]): number;
  keep(data: readonly number[]): void;
  silent(): Promise<void>;
  call(callback: () => number): Promise<number>;
  hold(callback: () => number): void;
}

type Connection = RpcConnection<Service>;

async function check(
  work: (connection: Connection) => Promise<void>,
  { mode = "threaded", mostIterations = 6 }: {
    readonly mode?: RpcServerMode;
    readonly mostIterations?: number;
  } = {},
): Promise<LeakCheckResult> {
  await using module = await ServiceModule.write(SOURCE);
  await using server = await RpcServer.start({
    mode,
    inspectable: true,
    port: 0,
    service: module.url,
  });
  await using connection = await connect<Service>(server);
  await using client = new ThisProcess(() => tablesOf([connection]));
  return await checkForLeaks({ client, server }, () => work(connection), {
    mostIterations,
  });
}

function reasonsOf(result: LeakCheckResult): string {
  return result.passed ? "" : result.reasons.join("; ");
}

async function times(
  count: number,
  work: () => Promise<unknown>,
): Promise<void> {
  for (let i = 0; i < count; i++) await work();
}

/** Four kilobytes where it is, whatever it is on the wire. */
const data = () => Array.from({ length: 500 }, (_, i) => i + 0.5);

Deno.test("a service that keeps every argument leaks", async () => {
  const result = await check(({ root }) => times(50, () => root.keep(data())));
  assertEquals(result.passed, false);
  assertMatch(
    reasonsOf(result),
    /^the server grows by \d+ KiB with each iteration, and may by 64 KiB$/,
  );
  // 50 arguments of 500 numbers, of 8 bytes each, or of 24 if in boxes.
  assertGreater(result.server.growth, 0.9 * 50 * 500 * 8);
  assertLess(result.server.growth, 1.5 * 50 * 500 * 24);
});

Deno.test("a service that never answers or holds on to references leaks, though its caller has given up or lends too many", async () => {
  let calls = 0;
  const result = await check(async (connection) => {
    const impatient = connection.with({ timeout: 0.01 });
    if (calls++ === 0) {
      await assertRejects(() => impatient.silent(), CallTimeoutError);
    }
    await times(2, () => connection.root.hold(() => 1));
  });
  const reasons = reasonsOf(result).split("; ");
  for (
    const reason of [
      "the server still has 1 calls in flight, and may have 0",
      "the client still has 12 references lent to the other end, and may have 2",
      "the server still has 12 references held of the other end, and may have 2",
    ]
  ) assert(reasons.includes(reason), reasons.join("\n"));
});

Deno.test("a client that keeps every answer leaks", async () => {
  const kept: number[][] = [];
  const result = await check(({ root }) =>
    times(50, async () => {
      kept.push(data());
      await root.take(kept[0]);
    })
  );
  assertMatch(reasonsOf(result), /^the client grows by/);
});

Deno.test("healthy calls do not leak, however often that is checked", async () => {
  for (const mode of ["threaded", "forking"] as const) {
    const result = await check(async ({ root }) => {
      await times(100, () => root.take(data()));
      await times(20, () => root.call(() => 1));
      await Promise.all(Array.from({ length: 50 }, () => root.take(data())));
    }, { mode, mostIterations: 20 });
    assertEquals(reasonsOf(result), "");
  }
});

Deno.test("healthy requests over HTTP do not leak", async () => {
  await using server = await HttpServer.start({ inspectable: true, port: 0 });
  using session = createHttpSession(server.url);
  await using client = new ThisProcess();
  const result = await checkForLeaks(
    { client, server },
    () => times(100, async () => (await session.get("/ping")).text()),
  );
  assertEquals(reasonsOf(result), "");
});

/** A process whose heap is as large as the next of these numbers says. */
class Scripted implements Inspectable {
  #heap: readonly number[];

  constructor(heap: readonly number[]) {
    this.#heap = heap;
  }

  startProfile(): Promise<void> {
    return Promise.resolve();
  }

  stopProfile(): Promise<[]> {
    return Promise.resolve([]);
  }

  state(): Promise<ProcessState[]> {
    // It is read twice: once to collect, and once when all has settled.
    const [heap_used] = this.#heap;
    this.#reads++;
    if (this.#reads % 2 === 0) this.#heap = this.#heap.slice(1);
    return Promise.resolve([{
      pid: 1,
      memory: { rss: 0, heap_used, heap_total: 0, external: 0 },
      tables: tablesOf([]),
    }]);
  }

  #reads = 0;
}

async function verdict(kibibytes: readonly number[]): Promise<LeakCheckResult> {
  const check = new LeakCheck({
    client: new Scripted(kibibytes.map(() => 0)),
    server: new Scripted(kibibytes.map((size) => size * 1024)),
  });
  for (const _ of kibibytes) await check.read();
  return check.result();
}

Deno.test("memory that jumps once or twice is no leak, memory that grows each time is", async () => {
  const growth = async (...sizes: number[]) =>
    (await verdict(sizes)).server.growth / 1024;
  assertEquals(await growth(0, 0, 900, 900, 900, 900), 0);
  assertEquals(await growth(0, 900, 900, 900, 1800, 1800), 0);
  assertEquals(await growth(0, 100, 200, 300, 400, 500), 100);
  // What was before the last five growths is warming up.
  assertEquals(await growth(0, 500, 900, 901, 902, 903, 904, 905), 1);
  // Nor is it a leak to shrink.
  assertEquals(await growth(500, 400, 300, 200, 100, 0), 0);
});

Deno.test("a verdict takes six readings", async () => {
  await assertRejects(() => verdict([1, 2, 3, 4, 5]), RangeError, "got 5");
  const client = new ThisProcess();
  await assertRejects(
    () =>
      checkForLeaks({ client, server: client }, () => Promise.resolve(), {
        mostIterations: 3,
      }),
    RangeError,
    "mostIterations must be a whole number of 6 or more, got 3",
  );
});
