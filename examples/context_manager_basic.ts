/**
 * BenchmarkContext measures calls where a program makes them: it times the
 * connection and each request of a block, and counts bytes and failures.
 *
 *     deno run -A examples/context_manager_basic.ts --requests 200
 */
import {
  BenchmarkContext,
  BenchmarkResults,
  createRpcConnection,
  formatConsoleReport,
  RpcServer,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const { requests } = parseArgs(Deno.args, {
  string: ["requests"],
  default: { requests: "1000" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\n` +
        "usage: context_manager_basic.ts [--requests N]",
    );
    Deno.exit(2);
  },
});

const results = new BenchmarkResults();
await using server = await RpcServer.start({ port: 0 });
await using bench = new BenchmarkContext({
  name: "my app",
  protocol: "rpc",
  measureBandwidth: true,
  measureSystem: true,
});
await using connection = await bench.measureConnectionTime(
  () => createRpcConnection(server),
);

const data = new Uint8Array(64 * 1024);
for (let i = 0; i < Number(requests); i++) {
  // The request's clock runs from here to `record`.
  using request = bench.measureRequest({ bytesSent: data.length });
  await connection.root.upload(data);
  request.record({ success: true });
}

// One that fails is counted and its error kept; it has no time. So does one that
// leaves its block without `record`.
{
  using request = bench.measureRequest();
  try {
    await connection.root.download(-1);
    request.record({ success: true });
  } catch (error) {
    request.record({ success: false, error });
  }
}

results.addResult("my app", await bench.getResults());
console.log(formatConsoleReport(results.toJSON()));
