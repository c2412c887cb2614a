import { FloorConnection, ProcessorPlacement } from "../../benchmarks/mod.ts";
import { PerformanceMonitor } from "../../monitoring/mod.ts";
import { createHttpSession, createRpcConnection } from "../../servers/mod.ts";
import type { RpcObserver } from "../../rpc/mod.ts";
import { RpcTelemetry } from "../../telemetry/mod.ts";
import { formatDuration } from "../../units/units.ts";
import { compare, inTurns, type Line } from "./_line.ts";
import { medianLatency } from "./_median_latency.ts";
import { type PerfServers, ping } from "./_servers.ts";

/** Round trips on one connection. */
export async function latencyLines(servers: PerfServers): Promise<Line[]> {
  const session = createHttpSession(servers.http.url, { retries: 0 });
  using _session = session;
  using floor = await FloorConnection.openEcho(servers.floor);
  await using rpc = await createRpcConnection(servers.rpc);
  const observed = async (observer: RpcObserver) => {
    using _observation = rpc.observe(observer);
    return await medianLatency(() => rpc.root.ping());
  };
  await using stack = new AsyncDisposableStack();
  const file = await Deno.makeTempFile();
  stack.defer(() => Deno.remove(file));
  const monitor = stack.use(await PerformanceMonitor.start({ file }));
  const everything = new RpcTelemetry();
  const withoutStacks = new RpcTelemetry({ trackStacks: false });
  const competitors = {
    floor: () => medianLatency(() => floor.echo()),
    rpc: () => medianLatency(() => rpc.root.ping()),
    monitored: () => observed(monitor),
    profiled: () => observed(everything),
    withoutStacks: () => observed(withoutStacks),
    fetch: () => medianLatency(() => ping(session)),
  };
  const pids = () =>
    [servers.floor, servers.rpc, servers.http]
      .flatMap((server) => server.processIds());
  const anywhere = await inTurns(10, competitors);
  await using placement = await ProcessorPlacement.separate({
    serverProcesses: pids,
  });
  const apart = await inTurns(20, competitors);
  const where = placement.separated
    ? "client and server on processors of their own"
    : "wherever the scheduler puts them";
  return [
    compare(
      `RPC ping, one connection, p50 (${where})`,
      apart.rpc,
      ["floor", apart.floor],
      formatDuration,
      { atMost: 1.2 },
    ),
    compare(
      "  the same against fetch to Hono",
      apart.rpc,
      ["fetch", apart.fetch],
      formatDuration,
    ),
    compare(
      "  wherever the scheduler puts them",
      anywhere.rpc,
      ["floor", anywhere.floor],
      formatDuration,
    ),
    compare(
      "RPC ping, monitored",
      apart.monitored,
      ["not monitored", apart.rpc],
      formatDuration,
      { atMost: 1.03 },
    ),
    compare(
      "RPC ping, profiled with all tracking",
      apart.profiled,
      ["not profiled", apart.rpc],
      formatDuration,
      { atMost: 1.25 },
    ),
    compare(
      "RPC ping, profiled without stacks",
      apart.withoutStacks,
      ["not profiled", apart.rpc],
      formatDuration,
      { atMost: 1.1 },
    ),
  ];
}
