/**
 * From which size on do bytes cost more than the call itself? Sends and fetches
 * payloads of rising size, and tells what one byte more costs.
 *
 *     deno run -A examples/payload_sizes.ts
 *     deno run -A examples/payload_sizes.ts --sizes 100,10000,1000000 --iterations 100
 *
 * Sizes are in bytes, with commas between them.
 */
import {
  BandwidthBenchmark,
  createRpcConnection,
  formatBandwidth,
  formatBytes,
  formatDuration,
  RpcServer,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const flags = parseArgs(Deno.args, {
  string: ["sizes", "iterations"],
  default: {
    sizes: "64,1024,16384,262144,4194304",
    iterations: "50",
  },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: payload_sizes.ts [--sizes N,N] [--iterations N]",
    );
    Deno.exit(2);
  },
});

await using server = await RpcServer.start({ port: 0 });
const metrics = await new BandwidthBenchmark({
  name: "payloads",
  protocol: "rpc",
  connectionFactory: () => createRpcConnection(server),
  uploadFunc: ({ root }, data) => root.upload(data),
  downloadFunc: ({ root }, size) => root.download(size),
  dataSizes: flags.sizes.split(",").map(Number),
  iterations: Number(flags.iterations),
}).execute();

/** The time of a call with the least payload: what a call costs whatever it carries. */
let empty = Infinity;
let costly: number | undefined;
const { bandwidth_by_size = [] } = metrics.computeStatistics();
for (const { size, upload, download } of bandwidth_by_size) {
  if (upload === undefined || download === undefined) {
    throw new Error(`${formatBytes(size)}: no transfer succeeded`);
  }
  const seconds = size / upload.median;
  empty = Math.min(empty, seconds);
  if (seconds > 2 * empty) costly ??= size;
  console.log(
    `${formatBytes(size).padStart(8)}` +
      `  up ${formatBandwidth(upload.median).padStart(9)}` +
      ` in ${formatDuration(seconds).padStart(7)}` +
      `  down ${formatBandwidth(download.median).padStart(9)}` +
      ` in ${formatDuration(size / download.median).padStart(7)}`,
  );
}
console.log(
  costly === undefined
    ? "All of these cost about the same: send more at once."
    : `From ${formatBytes(costly)} on, bytes cost more than the call itself.`,
);
