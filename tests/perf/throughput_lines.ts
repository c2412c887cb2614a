import { FloorConnection } from "../../benchmarks/mod.ts";
import { createHttpSession, createRpcConnection } from "../../servers/mod.ts";
import { formatRate } from "../../units/units.ts";
import { compare, inTurns, type Line } from "./_line.ts";
import { rate } from "./_rate.ts";
import { type PerfServers, ping } from "./_servers.ts";

const CONNECTIONS = 64;

/** Calls per second over many connections. */
export async function throughputLines(servers: PerfServers): Promise<Line[]> {
  await using stack = new AsyncDisposableStack();
  const many = <T>(make: () => Promise<T>) =>
    Promise.all(Array.from({ length: CONNECTIONS }, make));
  const floors = await many(async () =>
    stack.use(await FloorConnection.openEcho(servers.floor))
  );
  const rpcs = await many(async () =>
    stack.use(await createRpcConnection(servers.rpc))
  );
  const sessions = await many(() =>
    Promise.resolve(
      stack.use(createHttpSession(servers.http.url, { retries: 0 })),
    )
  );
  const [shared] = rpcs;
  const { floor, rpc, pipelined, fetch } = await inTurns(10, {
    floor: () => rate(300, floors.map((floor) => () => floor.echo())),
    rpc: () => rate(300, rpcs.map(({ root }) => () => root.ping())),
    pipelined: () => rate(300, rpcs.map(() => () => shared.root.ping())),
    fetch: () => rate(50, sessions.map((session) => () => ping(session))),
  });
  return [
    compare(
      "RPC ping, 64 connections",
      rpc,
      ["floor", floor],
      formatRate,
      { atLeast: 0.6 },
    ),
    compare(
      "  the same against fetch to Hono",
      rpc,
      ["fetch", fetch],
      formatRate,
    ),
    compare(
      "RPC ping, one connection, 64 in flight",
      pipelined,
      ["floor of 64 connections", floor],
      formatRate,
      { atLeast: 0.75 },
    ),
  ];
}
