/**
 * Files over RPC: as one value, in chunks and as streams, up and down, and which
 * size of chunk is best on this machine.
 *
 *     deno run -A examples/binary_transfer.ts
 *     deno run -A examples/binary_transfer.ts --file-sizes 134217728 --iterations 5
 *
 * Sizes are in bytes, with commas between them.
 */
import {
  BinaryTransferBenchmark,
  type BinaryTransferResult,
  ByteSource,
  createRpcConnection,
  formatBytes,
  formatDuration,
  RpcServer,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const flags = parseArgs(Deno.args, {
  string: ["file-sizes", "chunk-sizes", "iterations"],
  default: {
    "file-sizes": "1572864,16777216",
    "chunk-sizes": "4096,16384,65536,262144,1048576",
    iterations: "5",
  },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: binary_transfer.ts ` +
        "[--file-sizes N,N] [--chunk-sizes N,N] [--iterations N]",
    );
    Deno.exit(2);
  },
});
const fileSizes = flags["file-sizes"].split(",").map(Number);
const chunkSizes = flags["chunk-sizes"].split(",").map(Number);

await using server = await RpcServer.start({ port: 0 });

async function transfer(
  fileSizes: readonly number[],
  chunkSize?: number,
): Promise<readonly BinaryTransferResult[]> {
  const metrics = await new BinaryTransferBenchmark({
    name: "files",
    protocol: "rpc",
    connectionFactory: () => createRpcConnection(server),
    uploadFunc: ({ root }, data) => root.uploadFile(data),
    downloadFunc: ({ root }, size) => root.downloadFile(size),
    uploadChunkedFunc: ({ root }, chunks) => root.uploadFileChunked(chunks),
    downloadChunkedFunc: ({ root }, size, chunkSize) =>
      root.downloadFileChunked(size, chunkSize),
    uploadStreamedFunc: ({ root }, file) =>
      root.uploadFileStreamed(new ByteSource(file)),
    downloadStreamedFunc: ({ root }, size) => root.downloadFileStreamed(size),
    testStreamed: chunkSize === undefined,
    fileSizes,
    chunkSize,
    iterations: Number(flags.iterations),
  }).execute();
  return metrics.computeStatistics().binary_transfer ?? [];
}

console.log("Whole, in chunks of 64 KiB, and as streams:");
for (const result of await transfer(fileSizes)) {
  const { type, file_size, duration, throughput_mbps } = result;
  console.log(
    `  ${type.padEnd(17)}  ${formatBytes(file_size).padStart(8)}  ${
      formatDuration(duration.mean).padStart(7)
    }  ${Math.round(throughput_mbps)} Mbit/s`,
  );
}

const largest = Math.max(...fileSizes);
const found: { chunkSize: number; rate: number }[] = [];
console.log(
  `\n${formatBytes(largest)} by size of chunk, up and down together:`,
);
for (const chunkSize of chunkSizes) {
  const chunked = (await transfer([largest], chunkSize))
    .filter(({ chunk_size }) => chunk_size !== null);
  const seconds = chunked.reduce((sum, { duration }) => sum + duration.mean, 0);
  const rate = chunked.length * largest * 8 / 1e6 / seconds;
  found.push({ chunkSize, rate });
  console.log(
    `  ${formatBytes(chunkSize).padStart(8)}  ${Math.round(rate)} Mbit/s`,
  );
}
const best = found.reduce((a, b) => b.rate > a.rate ? b : a);
console.log(`Best: ${formatBytes(best.chunkSize)}`);
