import { FloorConnection } from "../../benchmarks/mod.ts";
import { ByteSource } from "../../rpc/mod.ts";
import {
  countBytes,
  createHttpSession,
  createRpcConnection,
  payload,
  payloadStream,
} from "../../servers/mod.ts";
import { formatBandwidth } from "../../units/units.ts";
import { compare, inTurns, type Line } from "./_line.ts";
import type { PerfServers } from "./_servers.ts";

const LARGE = 128 * 1024 * 1024;

/** Bytes per second of large values. */
export async function largeValueLines(
  servers: PerfServers,
): Promise<Line[]> {
  using floor = await FloorConnection.open(servers.floor);
  await using rpc = await createRpcConnection(servers.rpc);
  using session = createHttpSession(servers.http.url, { retries: 0 });
  const data = payload(LARGE);
  const upload = await inTurns(9, {
    floor: () =>
      bandwidth(() => floor.upload({ kind: "keep", length: LARGE }, data)),
    rpc: () => bandwidth(() => rpc.root.upload(data)),
    fetch: () =>
      bandwidth(async () => (await session.post("/upload", data)).json()),
  });
  const download = await inTurns(9, {
    floor: () => bandwidth(() => floor.download("keep", LARGE)),
    rpc: () => bandwidth(() => rpc.root.download(LARGE)),
    fetch: () =>
      bandwidth(async () =>
        (await session.get(`/download/${LARGE}`)).arrayBuffer()
      ),
  });
  return ([["upload", upload], ["download", download]] as const).flatMap(
    ([name, { floor, rpc, fetch }]) => [
      compare(
        `${name} of 128 MiB as one value`,
        rpc,
        ["floor", floor],
        formatBandwidth,
        { atLeast: 0.8 },
      ),
      compare(
        "  the same against fetch to Hono",
        rpc,
        ["fetch", fetch],
        formatBandwidth,
      ),
    ],
  );
}

/** Bytes per second of streams. */
export async function streamLines(servers: PerfServers): Promise<Line[]> {
  using floor = await FloorConnection.open(servers.floor);
  await using rpc = await createRpcConnection(servers.rpc);
  const data = payload(LARGE);
  const upload = await inTurns(9, {
    floor: () =>
      bandwidth(() => floor.upload({ kind: "discard", length: LARGE }, data)),
    rpc: () =>
      bandwidth(() =>
        rpc.root.uploadFileStreamed(new ByteSource(payloadStream(LARGE)))
      ),
  });
  const download = await inTurns(9, {
    floor: () => bandwidth(() => floor.download("discard", LARGE)),
    rpc: () =>
      bandwidth(async () =>
        countBytes(await rpc.root.downloadFileStreamed(LARGE))
      ),
  });
  return ([["upload", upload], ["download", download]] as const).map(
    ([name, { floor, rpc }]) =>
      compare(
        `${name} of 128 MiB as a byte stream`,
        rpc,
        ["floor that discards", floor],
        formatBandwidth,
        { atLeast: 0.5 },
      ),
  );
}

async function bandwidth(transfer: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await transfer();
  return LARGE / ((performance.now() - start) / 1000);
}
