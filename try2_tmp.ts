import { type Remote } from "./rpc/mod.ts";
import { connectedPair } from "./tests/rpc/_connected_pair.ts";
class Service {
  async deep(
    n: number,
    back: Remote<(n: number) => Promise<number>>,
  ): Promise<number> {
    return n === 0 ? 0 : 1 + await back(n - 1);
  }
}
await using pair = await connectedPair(Service);
const { root } = pair.client;
const back = async (n: number): Promise<number> =>
  n === 0 ? 0 : 1 + await root.deep(n - 1, back);
for (const k of [1, 2, 3, 10, 100, 500, 3]) {
  console.log(k, await root.deep(k, back));
  await new Promise((r) => setTimeout(r, 30));
  console.log(
    pair.client.references,
    pair.server.references,
    pair.client.callsInFlight,
  );
}
