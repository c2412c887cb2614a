/**
 * Prints how fast rpcbench itself is: each value beside the floor or a peer that
 * was measured in the same run, turn by turn, so that the machine's drift does
 * not decide.
 *
 * Run it with `deno task perf`.
 *
 * @module
 */
import { Table } from "@cliffy/table";
import {
  FloorConnection,
  median,
  ProcessorPlacement,
  SampleRecorder,
} from "../../benchmarks/mod.ts";
import {
  formatBandwidth,
  formatDuration,
  formatRate,
  formatRatio,
} from "../../units/units.ts";
import { ByteSource } from "../../rpc/mod.ts";
import {
  countBytes,
  createHttpSession,
  createRpcConnection,
  HttpServer,
  type HttpSession,
  payload,
  payloadStream,
  RpcServer,
  TcpFloorServer,
} from "../../servers/mod.ts";
import { RpcTelemetry } from "../../telemetry/mod.ts";

/** What has to be reached: at most, or at least, a multiple of the reference. */
type Goal =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly none: true };

interface Line {
  readonly what: string;
  readonly value: string;
  readonly reference: string;
  readonly ratio: number;
  readonly goal: Goal;
}

const CONNECTIONS = 64;
const MEBIBYTE = 1024 * 1024;
const LARGE = 128 * MEBIBYTE;

await using floorServer = await TcpFloorServer.start();
await using rpcServer = await RpcServer.start({ port: 0 });
await using httpServer = await HttpServer.start({ port: 0 });

const lines: Line[] = [];
console.error("latency…");
lines.push(...await latencyLines());
console.error("throughput…");
lines.push(...await throughputLines());
console.error("large values…");
lines.push(...await largeValueLines());
console.error("streams…");
lines.push(...await streamLines());
console.error("recorder, start-up…");
lines.push(...recorderLines(), await startUpLine());
print(lines);

/** The values of each competitor, by turn. */
type Turns<Name extends string> = { readonly [Key in Name]: number[] };

/** One turn of each competitor after another, so that all meet the same machine. */
async function inTurns<Name extends string>(
  turns: number,
  competitors: { readonly [Key in Name]: () => Promise<number> },
): Promise<Turns<Name>> {
  const entries = Object.entries<() => Promise<number>>(competitors);
  const values: Record<string, number[]> = {};
  // The first turn warms everything up.
  for (let turn = -1; turn < turns; turn++) {
    for (const [name, run] of entries) {
      const value = await run();
      if (turn >= 0) (values[name] ??= []).push(value);
    }
  }
  return values as Turns<Name>;
}

/** A line that says how many times a reference the values are, turn by turn. */
function compare(
  what: string,
  values: readonly number[],
  [name, references]: readonly [string, readonly number[]],
  format: (value: number) => string,
  goal: Goal = { none: true },
): Line {
  return {
    what,
    value: format(median(values)),
    reference: `${name} ${format(median(references))}`,
    ratio: median(values.map((value, i) => value / references[i])),
    goal,
  };
}

async function latencyLines(): Promise<Line[]> {
  const session = createHttpSession(httpServer.url, { retries: 0 });
  using _session = session;
  using floor = await FloorConnection.openEcho(floorServer);
  await using rpc = await createRpcConnection(rpcServer);
  const profiled = async (telemetry: RpcTelemetry) => {
    using _observation = rpc.observe(telemetry);
    return await medianLatency(() => rpc.root.ping());
  };
  const everything = new RpcTelemetry();
  const withoutStacks = new RpcTelemetry({ trackStacks: false });
  const competitors = {
    floor: () => medianLatency(() => floor.echo()),
    rpc: () => medianLatency(() => rpc.root.ping()),
    profiled: () => profiled(everything),
    withoutStacks: () => profiled(withoutStacks),
    fetch: () => medianLatency(() => ping(session)),
  };
  const pids = () =>
    [floorServer, rpcServer, httpServer]
      .flatMap((server) => server.processIds());
  const anywhere = await inTurns(10, competitors);
  await using placement = await ProcessorPlacement.separate({
    serverProcesses: pids,
  });
  const apart = await inTurns(20, competitors);
  const where = placement.separated
    ? "client and server on processors of their own"
    : "wherever the scheduler puts them";
  return [
    compare(
      `RPC ping, one connection, p50 (${where})`,
      apart.rpc,
      ["floor", apart.floor],
      formatDuration,
      { atMost: 1.2 },
    ),
    compare(
      "  the same against fetch to Hono",
      apart.rpc,
      ["fetch", apart.fetch],
      formatDuration,
    ),
    compare(
      "  wherever the scheduler puts them",
      anywhere.rpc,
      ["floor", anywhere.floor],
      formatDuration,
    ),
    compare(
      "RPC ping, profiled with all tracking",
      apart.profiled,
      ["not profiled", apart.rpc],
      formatDuration,
      { atMost: 1.25 },
    ),
    compare(
      "RPC ping, profiled without stacks",
      apart.withoutStacks,
      ["not profiled", apart.rpc],
      formatDuration,
      { atMost: 1.1 },
    ),
  ];
}

async function medianLatency(request: () => Promise<unknown>): Promise<number> {
  const samples = new Float64Array(1000);
  for (let i = 0; i < samples.length; i++) {
    const start = performance.now();
    await request();
    samples[i] = (performance.now() - start) / 1000;
  }
  return median(samples);
}

async function ping(session: HttpSession): Promise<string> {
  return await (await session.get("/ping")).text();
}

async function throughputLines(): Promise<Line[]> {
  await using stack = new AsyncDisposableStack();
  const many = <T>(make: () => Promise<T>) =>
    Promise.all(Array.from({ length: CONNECTIONS }, make));
  const floors = await many(async () =>
    stack.use(await FloorConnection.openEcho(floorServer))
  );
  const rpcs = await many(async () =>
    stack.use(await createRpcConnection(rpcServer))
  );
  const sessions = await many(() =>
    Promise.resolve(
      stack.use(createHttpSession(httpServer.url, { retries: 0 })),
    )
  );
  const [shared] = rpcs;
  const { floor, rpc, pipelined, fetch } = await inTurns(10, {
    floor: () => rate(300, floors.map((floor) => () => floor.echo())),
    rpc: () => rate(300, rpcs.map(({ root }) => () => root.ping())),
    pipelined: () => rate(300, rpcs.map(() => () => shared.root.ping())),
    fetch: () => rate(50, sessions.map((session) => () => ping(session))),
  });
  return [
    compare(
      "RPC ping, 64 connections",
      rpc,
      ["floor", floor],
      formatRate,
      { atLeast: 0.6 },
    ),
    compare(
      "  the same against fetch to Hono",
      rpc,
      ["fetch", fetch],
      formatRate,
    ),
    compare(
      "RPC ping, one connection, 64 in flight",
      pipelined,
      ["floor of 64 connections", floor],
      formatRate,
      { atLeast: 0.75 },
    ),
  ];
}

/** Requests per second of loops that run at once. */
async function rate(
  times: number,
  requests: readonly (() => Promise<unknown>)[],
): Promise<number> {
  const start = performance.now();
  await Promise.all(requests.map(async (request) => {
    for (let i = 0; i < times; i++) await request();
  }));
  return times * requests.length / ((performance.now() - start) / 1000);
}

async function largeValueLines(): Promise<Line[]> {
  using floor = await FloorConnection.open(floorServer);
  await using rpc = await createRpcConnection(rpcServer);
  using session = createHttpSession(httpServer.url, { retries: 0 });
  const data = payload(LARGE);
  const upload = await inTurns(9, {
    floor: () =>
      bandwidth(() => floor.upload({ kind: "keep", length: LARGE }, data)),
    rpc: () => bandwidth(() => rpc.root.upload(data)),
    fetch: () =>
      bandwidth(async () => (await session.post("/upload", data)).json()),
  });
  const download = await inTurns(9, {
    floor: () => bandwidth(() => floor.download("keep", LARGE)),
    rpc: () => bandwidth(() => rpc.root.download(LARGE)),
    fetch: () =>
      bandwidth(async () =>
        (await session.get(`/download/${LARGE}`)).arrayBuffer()
      ),
  });
  return ([["upload", upload], ["download", download]] as const).flatMap(
    ([name, { floor, rpc, fetch }]) => [
      compare(
        `${name} of 128 MiB as one value`,
        rpc,
        ["floor", floor],
        formatBandwidth,
        { atLeast: 0.8 },
      ),
      compare(
        "  the same against fetch to Hono",
        rpc,
        ["fetch", fetch],
        formatBandwidth,
      ),
    ],
  );
}

async function streamLines(): Promise<Line[]> {
  using floor = await FloorConnection.open(floorServer);
  await using rpc = await createRpcConnection(rpcServer);
  const data = payload(LARGE);
  const upload = await inTurns(9, {
    floor: () =>
      bandwidth(() => floor.upload({ kind: "discard", length: LARGE }, data)),
    rpc: () =>
      bandwidth(() =>
        rpc.root.uploadFileStreamed(new ByteSource(payloadStream(LARGE)))
      ),
  });
  const download = await inTurns(9, {
    floor: () => bandwidth(() => floor.download("discard", LARGE)),
    rpc: () =>
      bandwidth(async () =>
        countBytes(await rpc.root.downloadFileStreamed(LARGE))
      ),
  });
  return ([["upload", upload], ["download", download]] as const).map(
    ([name, { floor, rpc }]) =>
      compare(
        `${name} of 128 MiB as a byte stream`,
        rpc,
        ["floor that discards", floor],
        formatBandwidth,
        { atLeast: 0.5 },
      ),
  );
}

async function bandwidth(transfer: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await transfer();
  return LARGE / ((performance.now() - start) / 1000);
}

function recorderLines(): Line[] {
  const rounds = Array.from({ length: 5 }, () => {
    const before = Deno.memoryUsage().rss;
    const recorder = new SampleRecorder();
    const count = 10_000_000;
    const start = performance.now();
    for (let i = 0; i < count; i++) recorder.record((i % 1000 + 1) * 1e-6);
    const seconds = (performance.now() - start) / 1000 / count;
    return { seconds, bytes: Deno.memoryUsage().rss - before };
  });
  const seconds = Math.min(...rounds.map(({ seconds }) => seconds));
  const bytes = Math.max(...rounds.map(({ bytes }) => bytes));
  return [
    {
      what: "recording a sample",
      value: formatDuration(seconds),
      reference: "100 ns",
      ratio: seconds / 100e-9,
      goal: { atMost: 1 },
    },
    {
      what: "memory for 10 million samples",
      value: `${(bytes / 1e6).toFixed(0)} MB`,
      reference: "50 MB",
      ratio: bytes / 50e6,
      goal: { atMost: 1 },
    },
  ];
}

async function startUpLine(): Promise<Line> {
  const cli = new URL("../../cli.ts", import.meta.url).href;
  const { help, bare } = await inTurns(15, {
    bare: () => duration(["eval", "0"]),
    help: () => duration(["run", "-A", cli, "--help"]),
  });
  const more = median(help.map((value, i) => value - bare[i]));
  return {
    what: "--help, beyond what deno itself takes",
    value: formatDuration(Math.max(more, 0)),
    reference: "100 ms",
    ratio: Math.max(more, 0) / 0.1,
    goal: { atMost: 1 },
  };
}

async function duration(args: string[]): Promise<number> {
  const start = performance.now();
  await new Deno.Command(Deno.execPath(), { args }).output();
  return (performance.now() - start) / 1000;
}

function print(lines: readonly Line[]): void {
  const rows = lines.map(({ what, value, reference, ratio, goal }) => [
    what,
    value,
    reference,
    formatRatio(ratio),
    ...judge(ratio, goal),
  ]);
  const table = new Table()
    .header(["what", "value", "floor or peer", "ratio", "goal", ""])
    .body(rows)
    .padding(2);
  console.log(table.toString());
}

function judge(ratio: number, goal: Goal): [string, string] {
  if ("atMost" in goal) {
    return [`≤ ${goal.atMost}`, ratio <= goal.atMost ? "reached" : "SHORT"];
  }
  if ("atLeast" in goal) {
    return [`≥ ${goal.atLeast}`, ratio >= goal.atLeast ? "reached" : "SHORT"];
  }
  return ["", ""];
}
