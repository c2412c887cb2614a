/**
 * Serving and measuring a class of one's own: `custom_service/prime_service.ts`
 * runs in a server process, which may do nothing but serve, and is called with
 * its own types. A call that is given up stops on the server, too.
 *
 *     deno run -A examples/custom_service.ts --requests 200
 *
 * The command line serves it as well:
 *
 *     deno run -A cli.ts serve rpc --service examples/custom_service/prime_service.ts
 */
import {
  createRpcConnection,
  formatDuration,
  LatencyBenchmark,
  RpcServer,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type PrimeService from "./custom_service/prime_service.ts";

const { requests } = parseArgs(Deno.args, {
  string: ["requests"],
  default: { requests: "500" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: custom_service.ts [--requests N]`,
    );
    Deno.exit(2);
  },
});

await using server = await RpcServer.start({
  port: 0,
  service: import.meta.resolve("./custom_service/prime_service.ts"),
});

// The type is all that the client needs of the service.
await using connection = await createRpcConnection<PrimeService>(server);
const { root } = connection;
console.log(`Is 2147483647 prime? ${await root.isPrime(2147483647)}`);
console.log(`Primes below 100,000: ${await root.countPrimes(100_000)}`);

try {
  await root.isPrime(0.5);
} catch (error) {
  console.log(`Errors come back as what they are: ${error}`);
}

const impatient = connection.with({ signal: AbortSignal.timeout(100) });
try {
  await impatient.countPrimes(1_000_000_000);
} catch (error) {
  console.log(`Given up after 100 ms: ${error}`);
}
// The server hears of it and stops at its next turn.
while (await root.searches() > 0) await root.isPrime(2);
console.log("The server has stopped searching, too.");

const metrics = await new LatencyBenchmark({
  name: "isPrime",
  protocol: "rpc",
  connectionFactory: () => createRpcConnection<PrimeService>(server),
  requestFunc: ({ root }) => root.isPrime(1_000_003),
  numRequests: Number(requests),
}).execute();
const { latency } = metrics.computeStatistics();
if (latency !== undefined) {
  const [median, p99] = [latency.median, latency.p99].map(formatDuration);
  console.log(`isPrime: median ${median}, p99 ${p99}, n ${latency.count}`);
}
