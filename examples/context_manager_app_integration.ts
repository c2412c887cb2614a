/**
 * What does an application add to the calls that it makes? Measures bare calls
 * first, then the same server through the application, and prints both.
 *
 *     deno run -A examples/context_manager_app_integration.ts --requests 500
 */
import {
  BenchmarkContext,
  type BenchmarkService,
  createRpcConnection,
  formatDuration,
  type Remote,
  RpcServer,
  type Summary,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const { requests } = parseArgs(Deno.args, {
  string: ["requests"],
  default: { requests: "2000" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: context_manager_app_integration.ts [--requests N]",
    );
    Deno.exit(2);
  },
});

/** Stands for your application: it checks, converts, calls, and checks again. */
class OrderDesk {
  readonly #server: Remote<BenchmarkService>;

  constructor(server: Remote<BenchmarkService>) {
    this.#server = server;
  }

  async place(amounts: readonly number[]): Promise<number> {
    if (amounts.some((amount) => amount <= 0)) throw new RangeError("amounts");
    const lines = amounts.map((amount, i) => ({ item: `item ${i}`, amount }));
    const answer = await this.#server.echo(JSON.stringify(lines));
    if (typeof answer !== "string") throw new TypeError("no order came back");
    const total = JSON.parse(answer).length;
    if (total !== amounts.length) throw new Error("lines were lost");
    return total;
  }
}

async function measure(
  name: string,
  request: () => Promise<unknown>,
): Promise<Summary> {
  // A just-started program is slow; so is its first thousand calls.
  for (let i = 0; i < Number(requests) / 4; i++) await request();
  await using bench = new BenchmarkContext({ name, protocol: "rpc" });
  for (let i = 0; i < Number(requests); i++) {
    using measured = bench.measureRequest();
    await request();
    measured.record({ success: true });
  }
  const { latency } = (await bench.getResults()).computeStatistics();
  if (latency === undefined) throw new Error(`${name}: nothing was measured`);
  return latency;
}

await using server = await RpcServer.start({ port: 0 });
await using connection = await createRpcConnection(server);
const desk = new OrderDesk(connection.root);
const amounts = Array.from({ length: 100 }, (_, i) => i + 1);

const baseline = await measure("baseline", () => connection.root.ping());
const application = await measure("application", () => desk.place(amounts));

for (const [name, latency] of Object.entries({ baseline, application })) {
  const [median, p99] = [latency.median, latency.p99].map(formatDuration);
  console.log(
    `${name.padEnd(11)}  median ${median}, p99 ${p99}, n ${latency.count}`,
  );
}
const overhead = application.median - baseline.median;
const share = Math.round(100 * overhead / application.median);
console.log(
  `The application adds ${
    formatDuration(overhead)
  }, ${share} % of the time of a call.`,
);
