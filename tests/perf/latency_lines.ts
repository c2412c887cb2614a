import { FloorConnection, ProcessorPlacement } from "../../benchmarks/mod.ts";
import { createHttpSession, createRpcConnection } from "../../servers/mod.ts";
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
  const profiled = async (telemetry: RpcTelemetry) => {
    using _observation = rpc.observe(telemetry);
    return await medianLatency(() => rpc.root.ping());
  };
  const everything = new RpcTelemetry();
  const withoutStacks = new RpcTelemetry({ trackStacks: false });
  const competitors = {
    floor: () => medianLatency(() => floor.echo()),
    rpc: () => medianLatency(() => rpc.root.ping()),
    profiled: () => profiled(everything),
    withoutStacks: () => profiled(withoutStacks),
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
