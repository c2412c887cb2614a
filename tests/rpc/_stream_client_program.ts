import { connect } from "../../rpc/mod.ts";
import { StreamService } from "./_stream_service.ts";

/** How a transfer went, as this program prints it. */
export interface StreamOutcome {
  readonly name: string;
  readonly bytes: number;
  readonly seconds: number;
  /** The most bytes of memory that either process grew by. */
  readonly growth: { readonly client: number; readonly server: number };
}

const WARM_UP = 64 * 1024 * 1024;

/** Streams so many bytes in each direction, of each kind, one after another. */
async function transferAll(port: number, length: number): Promise<void> {
  await using connection = await connect<StreamService>({
    port,
    timeout: Infinity,
  });
  const { root } = connection;
  const here = new StreamService();
  const transfers: Record<string, (length: number) => Promise<number>> = {
    "download of bytes": async (n) =>
      await here.countBytes(await root.bytes(n)),
    "download of values": async (n) =>
      await here.countValues(await root.values(n)),
    "upload of bytes": (n) => root.countBytes(here.bytes(n)),
    "upload of values": (n) => root.countValues(here.values(n)),
  };
  for (const [name, transfer] of Object.entries(transfers)) {
    await transfer(WARM_UP);
    here.watch();
    await root.watch();
    const start = performance.now();
    const bytes = await transfer(length);
    const outcome: StreamOutcome = {
      name,
      bytes,
      seconds: (performance.now() - start) / 1000,
      growth: { client: here.growth(), server: await root.growth() },
    };
    console.log(JSON.stringify(outcome));
  }
}

if (import.meta.main) {
  const [port, length] = Deno.args.map(Number);
  await transferAll(port, length);
}
