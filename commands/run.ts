import { type Command, ExitCode } from "./_command.ts";
import { text, toggle, wholeNumber, wholeNumbers } from "./_flag_kinds.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { Interruption } from "./_interruption.ts";
import { Judge, JUDGE_FLAGS } from "./_judge.ts";
import { moduleUrl } from "./_module_url.ts";
import { permissionFlags, permissions } from "./_permissions.ts";
import { ProgressLine } from "./_progress_line.ts";
import { Report, REPORT_FLAGS } from "./_report_flags.ts";
import { SERVER_FLAGS, serversLeft } from "./_server_flags.ts";

const PORT = { placeholder: "PORT", least: 0, most: 65535, default: undefined };

const FLAGS = {
  "rpc-host": text({
    placeholder: "HOST",
    default: "127.0.0.1",
    help: "address that the RPC servers listen on",
  }),
  "rpc-port": wholeNumber({
    ...PORT,
    help: "port of the RPC servers (default: 18812, or a free one)",
  }),
  "http-host": text({
    placeholder: "HOST",
    default: "127.0.0.1",
    help: "address that the HTTP server listens on",
  }),
  "http-port": wholeNumber({
    ...PORT,
    help: "port of the HTTP server (default: 5000, or a free one)",
  }),
  ...SERVER_FLAGS,
  "num-connections": wholeNumber({
    aliases: ["num-serial-connections"],
    placeholder: "N",
    least: 1,
    default: undefined,
    help: "connections made one after another (default: 100; 10 with --quick)",
  }),
  "num-requests": wholeNumber({
    placeholder: "N",
    least: 1,
    default: undefined,
    help: "requests made one after another (default: 1000; 200 with --quick)",
  }),
  "num-concurrent-clients": wholeNumber({
    aliases: ["num-parallel-clients"],
    placeholder: "N",
    least: 1,
    default: 10,
    help: "clients at once",
  }),
  "requests-per-client": wholeNumber({
    placeholder: "N",
    least: 1,
    default: undefined,
    help: "requests of each of them (default: 100; 50 with --quick)",
  }),
  "warmup-requests": wholeNumber({
    placeholder: "N",
    least: 0,
    default: undefined,
    help: "requests before those that count (default: until they are stable)",
  }),
  "test-binary-transfer": toggle({ help: "transfer files too" }),
  "binary-file-sizes": wholeNumbers({
    default: undefined,
    help: "bytes per file (default: 1.5 MiB, 128 MiB, 500 MiB)",
  }),
  "binary-chunk-size": wholeNumber({
    placeholder: "N",
    least: 1,
    default: 65536,
    help: "bytes per chunk of a file",
  }),
  "binary-iterations": wholeNumber({
    placeholder: "N",
    least: 1,
    default: 3,
    help: "how often each file is transferred",
  }),
  service: text({
    placeholder: "MODULE",
    default: undefined,
    help: "module whose default export the RPC servers serve",
  }),
  "service-allow": permissions({ help: "what the service may do" }),
  quick: toggle({ help: "a short run, to see that all works" }),
  ...JUDGE_FLAGS,
  ...REPORT_FLAGS,
};

/** The counts that are not given. */
const COUNTS = {
  full: { numConnections: 100, numRequests: 1000, requestsPerClient: 100 },
  quick: { numConnections: 10, numRequests: 200, requestsPerClient: 50 },
};

/** `rpcbench run`: starts the servers and runs all benchmarks against them. */
export const command: Command = {
  summary: "start the servers, run all benchmarks, compare (the default)",
  help: `Usage: rpcbench [run] [flags]

Starts RPC and HTTP servers, one after another, and measures connection time,
latency, bandwidth and concurrency of each, against the floor of bare TCP.

${describeFlags(FLAGS)}

Results go to standard output, progress and notices to standard error.
Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 the run failed, 130 interrupted.`,
  async run(args) {
    const { values } = parseFlags("run", FLAGS, args);
    return await runSuite(values);
  },
};

async function runSuite(values: FlagValues<typeof FLAGS>): Promise<number> {
  const left = serversLeft(values);
  const service = values.service &&
    await moduleUrl("--service", values.service);
  // What is heavy to load comes once the command line is known to be right.
  const { BenchmarkSuite } = await import("../benchmarks/mod.ts");
  const judge = await Judge.prepare(values);
  const report = await Report.prepare(values);
  using interruption = new Interruption();
  using progress = new ProgressLine();
  const suite = new BenchmarkSuite({
    rpcHost: values["rpc-host"],
    rpcPort: values["rpc-port"],
    httpHost: values["http-host"],
    httpPort: values["http-port"],
    service,
    permissions: permissionFlags(values["service-allow"]),
  });
  const counts = values.quick ? COUNTS.quick : COUNTS.full;
  const results = await suite.runAll({
    testRpcThreaded: left.rpc_threaded,
    testRpcForking: left.rpc_forking,
    testHttp: left.http_threaded,
    testBinaryTransfer: values["test-binary-transfer"],
    numConnections: values["num-connections"] ?? counts.numConnections,
    numRequests: values["num-requests"] ?? counts.numRequests,
    numConcurrentClients: values["num-concurrent-clients"],
    requestsPerClient: values["requests-per-client"] ??
      counts.requestsPerClient,
    warmupRequests: values["warmup-requests"],
    binaryFileSizes: values["binary-file-sizes"],
    binaryChunkSize: values["binary-chunk-size"],
    binaryIterations: values["binary-iterations"],
    signal: interruption.signal,
    onProgress: ({ server, benchmark, fraction }) =>
      progress.update(fraction, `${server}: ${benchmark}`),
    onNotice: (notice) => progress.print(notice),
  });
  progress.clear();
  const print = (line: string) => progress.print(line);
  const passed = await judge.show(results.toJSON(), report, print);
  for (const warning of results.warnings) progress.print(`warning: ${warning}`);
  if (interruption.signal.aborted) return ExitCode.interrupted;
  if (results.failed) return ExitCode.failed;
  return passed ? ExitCode.done : ExitCode.checkFailed;
}
