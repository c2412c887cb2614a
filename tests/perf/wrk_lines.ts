import {
  LoadGenerator,
  type LoadResult,
  median,
  ProcessorPlacement,
} from "../../benchmarks/mod.ts";
import {
  createHttpSession,
  HttpConnection,
  PreparedRequest,
} from "../../servers/mod.ts";
import { formatDuration, formatRate } from "../../units/units.ts";
import { compare, type Goal, inTurns, type Line } from "./_line.ts";
import { medianLatency } from "./_median_latency.ts";
import { rate } from "./_rate.ts";
import { type PerfServers, ping } from "./_servers.ts";
import { runWrk, whyNoWrk } from "./_wrk.ts";

const CONNECTIONS = 64;
const CORES = navigator.hardwareConcurrency;

/** Takes the server about 0.1 ms: at half of its capacity, wrk can still pace. */
const PACED_PATH = "/compute/50000";
/** Milliseconds that wrk pauses on average; it counts in whole ones. */
const PAUSE = 9;

/** A line that is in the table whether it is measured or not. */
interface Comparison {
  readonly what: string;
  readonly goal: Goal;
}

const LATENCY: Comparison = {
  what: "lean HTTP client, one connection, p50",
  goal: { atMost: 1.2 },
};
const THROUGHPUT: Comparison = {
  what: `lean HTTP client, ${CONNECTIONS} connections, one thread`,
  goal: { atLeast: 0.6 },
};
const CLOSED_LOOP: Comparison = {
  what: `load generator, ${CONNECTIONS} connections`,
  goal: { atLeast: 0.6 },
};
const OPEN_RATE: Comparison = {
  what: "open loop at half of capacity, rate",
  goal: { atLeast: 0.99 },
};
const OPEN_LATENCY: Comparison = {
  what: "open loop at half of capacity, p50",
  goal: { atMost: 1.15 },
};

/** The lean HTTP client and the load generator, against wrk on the same server. */
export async function wrkLines(servers: PerfServers): Promise<Line[]> {
  const why = await whyNoWrk();
  if (why === undefined) {
    return [
      ...await latencyLines(servers),
      ...await throughputLines(servers),
      ...await openLoopLines(servers),
    ];
  }
  console.error(`${why}; the lines against it are left out`);
  return [LATENCY, THROUGHPUT, CLOSED_LOOP, OPEN_RATE, OPEN_LATENCY].map(
    (line) => ({ ...line, outcome: { kind: "not measured", why } }),
  );
}

async function latencyLines({ http }: PerfServers): Promise<Line[]> {
  const url = `${http.url}/ping`;
  const request = new PreparedRequest(url);
  await using connection = await HttpConnection.open(url);
  using session = createHttpSession(http.url, { retries: 0 });
  // What this process starts goes where this process is: wrk, too.
  await using _placement = await ProcessorPlacement.separate({
    serverProcesses: () => http.processIds(),
  });
  const alone = { url, connections: 1, threads: 1, duration: 1 };
  const { wrk, lean, fetch } = await inTurns(7, {
    wrk: async () => (await runWrk(alone)).median,
    lean: () => medianLatency(() => connection.send(request), 5000),
    fetch: () => medianLatency(() => ping(session)),
  });
  return [
    compare(LATENCY.what, lean, ["wrk", wrk], formatDuration, LATENCY.goal),
    compare(
      "  the same against fetch",
      lean,
      ["fetch", fetch],
      formatDuration,
    ),
  ];
}

async function throughputLines({ http }: PerfServers): Promise<Line[]> {
  await using stack = new AsyncDisposableStack();
  const url = `${http.url}/ping`;
  const request = new PreparedRequest(url);
  const connections = await Promise.all(
    Array.from(
      { length: CONNECTIONS },
      async () => stack.use(await HttpConnection.open(url)),
    ),
  );
  const generate = async (threads: number) => {
    const generator = stack.use(
      await LoadGenerator.start({
        target: { kind: "http", url },
        connections: CONNECTIONS,
        threads,
      }),
    );
    return async () =>
      withoutFailures((await generator.run({ duration: 1 })).toResult())
        .throughput;
  };
  const turns = await inTurns(5, {
    wrk: async () =>
      (await runWrk({
        url,
        connections: CONNECTIONS,
        threads: CORES,
        duration: 1,
      })).rate,
    lean: () => rate(1500, connections.map((each) => () => each.send(request))),
    oneThread: await generate(1),
    allThreads: await generate(CORES),
  });
  const wrk = [`wrk, ${CORES} threads`, turns.wrk] as const;
  const one = median(turns.oneThread) >= median(turns.allThreads);
  const [threads, best] = one
    ? ["best with 1 thread", turns.oneThread]
    : [`best with ${CORES} threads`, turns.allThreads];
  return [
    compare(THROUGHPUT.what, turns.lean, wrk, formatRate, THROUGHPUT.goal),
    compare(
      `${CLOSED_LOOP.what}, ${threads}`,
      best,
      wrk,
      formatRate,
      CLOSED_LOOP.goal,
    ),
  ];
}

/**
 * wrk knows no rate: each of its connections pauses before each request, for a
 * random number of milliseconds. So it goes first, and the load generator then
 * makes as many requests per second, at random times too, over as many
 * connections. The rate that comes of it is half of what wrk reaches unpaced.
 */
async function openLoopLines({ http }: PerfServers): Promise<Line[]> {
  const url = http.url + PACED_PATH;
  // The load generator waits awake, which must not be at the server's expense.
  await using _placement = await ProcessorPlacement.separate({
    serverProcesses: () => http.processIds(),
  });
  const common = { url, threads: 1, duration: 2 };
  const unpaced = await runWrk({ ...common, connections: CONNECTIONS });
  const connections = Math.max(
    1,
    Math.round(unpaced.rate / 2 * (PAUSE + 0.5) / 1000),
  );
  await using generator = await LoadGenerator.start({
    target: { kind: "http", url },
    connections,
  });
  await generator.run({ duration: 1 });
  const wrk = { rates: new Array<number>(), medians: new Array<number>() };
  const ours = { rates: new Array<number>(), medians: new Array<number>() };
  for (let turn = 0; turn < 5; turn++) {
    const paced = await runWrk({ ...common, connections, pause: PAUSE });
    const measurement = await generator.run({
      duration: common.duration,
      pacing: { kind: "poisson", rate: paced.rate, seed: turn },
    });
    const { achieved_rate, offered_rate = NaN, response_time } =
      withoutFailures(measurement.toResult());
    wrk.rates.push(offered_rate);
    wrk.medians.push(paced.median);
    ours.rates.push(achieved_rate);
    ours.medians.push(response_time?.median ?? NaN);
  }
  return [
    compare(
      OPEN_RATE.what,
      ours.rates,
      ["asked for", wrk.rates],
      formatRate,
      OPEN_RATE.goal,
    ),
    compare(
      OPEN_LATENCY.what,
      ours.medians,
      ["wrk", wrk.medians],
      formatDuration,
      OPEN_LATENCY.goal,
    ),
  ];
}

function withoutFailures(result: LoadResult): LoadResult {
  if (result.failed_requests === 0) return result;
  throw new Error(`${result.failed_requests} requests of the load failed`);
}
