import {
  BenchmarkMetrics,
  BenchmarkResults,
  ConcurrentBenchmark,
  ConnectionBenchmark,
  type FloorResult,
  LoadGenerator,
  type LoadGeneratorOptions,
  type LoadPlan,
  ResourceSampler,
  type ResultDocument,
  type Target,
} from "../../../benchmarks/mod.ts";
import type { RpcConnection } from "../../../rpc/mod.ts";
import { createRpcConnection, type Server } from "../../../servers/mod.ts";
import type IllService from "./_ill_service.ts";

/** What is called "server" in the documents. */
const SUBJECT = { name: "server", protocol: "rpc", serverMode: "threaded" };

/** How clients ask a server at once. */
export interface CrowdOptions {
  readonly request: (connection: RpcConnection<IllService>) => Promise<unknown>;
  readonly clients?: number;
  readonly requests?: number;
  /** The port that a client connects to. Default: the server's own. */
  readonly portOf?: (client: number) => number;
}

/** Measures the time to connect, and clients that ask at once. */
export async function measureCrowd(
  server: Server,
  floor: FloorResult | undefined,
  options: CrowdOptions,
): Promise<ResultDocument> {
  const { clients = 4, portOf = () => server.port, request, requests = 10 } =
    options;
  let made = 0;
  const connect = () =>
    createRpcConnection<IllService>({ port: portOf(made++) });
  const metrics = new BenchmarkMetrics(SUBJECT);
  metrics.merge(
    await new ConnectionBenchmark({
      ...SUBJECT,
      connectionFactory: connect,
      numConnections: 3,
    }).execute(),
  );
  made = 0;
  metrics.merge(
    await new ConcurrentBenchmark({
      ...SUBJECT,
      connectionFactory: connect,
      requestFunc: request,
      numClients: clients,
      requestsPerClient: requests,
      warmupRequests: 1,
      trackPerConnection: true,
      server,
    }).execute(),
  );
  return documentOf(metrics, floor);
}

/** Makes load on a server. */
export async function measureLoad(
  server: Server,
  target: Target,
  plan: LoadPlan,
  options: Omit<LoadGeneratorOptions, "target"> = { connections: 4 },
): Promise<ResultDocument> {
  const metrics = new BenchmarkMetrics(SUBJECT);
  await using generator = await LoadGenerator.start({ target, ...options });
  await using sampler = await ResourceSampler.start({
    serverProcesses: () => server.processIds(),
    ownEventLoop: true,
    serverEventLoops: () => server.watchEventLoops(),
  });
  const measurement = await generator.run(plan);
  metrics.setResourceUsage(await sampler.stop());
  metrics.addLoad(measurement.toResult());
  return documentOf(metrics);
}

/** Measures ever more clients at once. */
export async function measureScaling(
  server: Server,
  floor: FloorResult,
  counts: readonly number[],
  options: CrowdOptions,
): Promise<ResultDocument> {
  const documents: ResultDocument[] = [];
  for (const clients of counts) {
    documents.push(await measureCrowd(server, floor, { ...options, clients }));
  }
  const results = documents.flatMap(({ server }) =>
    "protocol" in server ? [server] : []
  );
  const [{ concurrent: _first, ...others }] = results;
  return {
    ...documents[0],
    server: {
      ...others,
      concurrent_scaling: results.flatMap(({ concurrent }) => concurrent ?? []),
    },
  };
}

function documentOf(
  metrics: BenchmarkMetrics,
  floor?: FloorResult,
): ResultDocument {
  const results = new BenchmarkResults();
  results.addResult("server", metrics);
  if (floor !== undefined) results.setFloor(floor);
  return results.toJSON();
}
