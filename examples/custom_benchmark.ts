/**
 * Two benchmarks of one's own: LatencyBenchmark around a method of one's choice,
 * and a subclass of BenchmarkBase that measures what no ready one does, bursts of
 * calls that are all in flight at once.
 *
 *     deno run -A examples/custom_benchmark.ts --bursts 50 --calls 100
 */
import {
  BenchmarkBase,
  type BenchmarkOptions,
  BenchmarkResults,
  type BenchmarkService,
  createRpcConnection,
  formatConsoleReport,
  LatencyBenchmark,
  type RpcConnection,
  RpcServer,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const { bursts, calls } = parseArgs(Deno.args, {
  string: ["bursts", "calls"],
  default: { bursts: "200", calls: "100" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: custom_benchmark.ts [--bursts N] [--calls N]",
    );
    Deno.exit(2);
  },
});

interface BurstOptions extends BenchmarkOptions {
  readonly server: RpcServer;
  readonly bursts: number;
  readonly calls: number;
}

class BurstBenchmark extends BenchmarkBase {
  readonly #options: BurstOptions;
  #connection: RpcConnection<BenchmarkService> | undefined;

  constructor(options: BurstOptions) {
    super(options);
    this.#options = options;
  }

  // Not on the clock.
  protected override async setup(): Promise<void> {
    this.#connection = await createRpcConnection(this.#options.server);
  }

  protected override async run(): Promise<void> {
    const { bursts, calls } = this.#options;
    for (let i = 1; i <= bursts && !this.stopped; i++) {
      // `attempt` times what succeeds, and counts what fails.
      await this.attempt(
        () => this.#burst(calls),
        (seconds) => this.metrics.addLatency(seconds),
      );
      this.progress(i / bursts);
    }
  }

  // Called on every path, whatever was thrown.
  protected override async teardown(): Promise<void> {
    await this.#connection?.[Symbol.asyncDispose]();
  }

  #burst(calls: number): Promise<unknown> {
    return Promise.all(
      Array.from({ length: calls }, () => this.#connection?.root.ping()),
    );
  }
}

const results = new BenchmarkResults({ bursts, calls });
await using server = await RpcServer.start({ port: 0 });

const compute = await new LatencyBenchmark({
  name: "compute",
  protocol: "rpc",
  connectionFactory: () => createRpcConnection(server),
  requestFunc: ({ root }) => root.compute(10_000),
  numRequests: 200,
}).execute();

const burst = await new BurstBenchmark({
  name: "burst",
  protocol: "rpc",
  server,
  bursts: Number(bursts),
  calls: Number(calls),
}).execute();

results.addResult("compute(10000)", compute);
results.addResult(`burst of ${calls} pings`, burst);
console.log(formatConsoleReport(results.toJSON()));
