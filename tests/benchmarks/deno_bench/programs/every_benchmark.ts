/**
 * Benchmarks of all kinds that have more to do than one request, for `deno bench`;
 * the document goes to the file that `OUTPUT` names.
 *
 * @module
 */
import {
  BandwidthBenchmark,
  BinaryTransferBenchmark,
  ConcurrentBenchmark,
  denoBench,
} from "../../../../benchmarks/mod.ts";
import { createRpcConnection, RpcServer } from "../../../../servers/mod.ts";

const server = await RpcServer.start({ port: 0 });
const output = Deno.env.get("OUTPUT");

for (const name of ["first", "second"]) {
  denoBench(
    new BandwidthBenchmark({
      name,
      protocol: "rpc",
      connectionFactory: () => createRpcConnection(server),
      uploadFunc: ({ root }, data) => root.upload(data),
      downloadFunc: ({ root }, size) => root.download(size),
      dataSizes: [1024],
    }),
    { group: "transfers", baseline: name === "first", n: 4, output },
  );
}

denoBench(
  new BinaryTransferBenchmark({
    name: "files",
    protocol: "rpc",
    connectionFactory: () => createRpcConnection(server),
    uploadFunc: ({ root }, data) => root.uploadFile(data),
    downloadFunc: ({ root }, size) => root.downloadFile(size),
    uploadChunkedFunc: ({ root }, chunks) => root.uploadFileChunked(chunks),
    fileSizes: [10_000],
    chunkSize: 1000,
  }),
  { n: 4, baseline: true, output },
);

/** More than the warm-up makes. */
const LASTS = 3000;
let made = 0;
const crowd = {
  protocol: "rpc",
  connectionFactory: () => createRpcConnection(server),
  numClients: 4,
  requestsPerClient: 5,
  warmupRequests: 1,
};

denoBench(
  new ConcurrentBenchmark({
    ...crowd,
    name: "crowd",
    requestFunc: ({ root }) => root.ping(),
  }),
  { n: 4, output },
);

denoBench(
  new ConcurrentBenchmark({
    ...crowd,
    name: "failing",
    requestFunc: async ({ root }) => {
      await root.ping();
      if (++made === LASTS) throw new TypeError("worn out");
    },
  }),
  { n: 1000, output },
);
