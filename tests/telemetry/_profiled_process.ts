import {
  createProfiledConnection,
  type ProfiledConnection,
} from "../../telemetry/mod.ts";
import { startServerProcess } from "../rpc/_server_process.ts";
import type { ShopService } from "./_shop_service.ts";

const PROGRAM = new URL(import.meta.resolve("./_profiled_program.ts")).pathname;

/** A connection to a process that records the calls that it answers. */
export interface ProfiledProcess extends AsyncDisposable {
  readonly profiled: ProfiledConnection<ShopService>;
}

/** Starts a shop in a process of its own, and connects to it. */
export async function startProfiledProcess(): Promise<ProfiledProcess> {
  await using stack = new AsyncDisposableStack();
  const { port } = stack.use(await startServerProcess(PROGRAM));
  const profiled = stack.use(
    await createProfiledConnection<ShopService>({ port }),
  );
  const owned = stack.move();
  return { profiled, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
