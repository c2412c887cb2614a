import { tellParent } from "./parent_channel.ts";
import { messageOf } from "../../rpc/message_of.ts";

/** Where a server's process listens; what its parent passes as arguments. */
export interface ListenOptions {
  readonly hostname: string;
  readonly port: number;
  /** Whether a free port will do if `port` is taken. */
  readonly fallBack: boolean;
}

/** The arguments that carry {@linkcode ListenOptions} to a subprocess. */
export function listenArguments(
  { hostname, port, fallBack }: ListenOptions,
): string[] {
  return [hostname, String(port), fallBack ? "fall-back" : "insist"];
}

/** Reads {@linkcode listenArguments}, and what comes after them. */
export function parseListenArguments(
  [hostname, port, fallBack, ...rest]: readonly string[],
): { options: ListenOptions; rest: readonly string[] } {
  return {
    options: {
      hostname,
      port: Number(port),
      fallBack: fallBack === "fall-back",
    },
    rest,
  };
}

/**
 * Opens a listener with `open`, on a free port if the wanted one is taken and
 * that will do; tells the parent and ends the process if it cannot.
 */
export async function listenOrFail<Listener>(
  { hostname, port, fallBack }: ListenOptions,
  open: (port: number) => Listener | Promise<Listener>,
): Promise<Listener> {
  try {
    return await open(port);
  } catch (error) {
    if (!isAddressInUse(error)) {
      return fail(`cannot listen on ${hostname}:${port}: ${messageOf(error)}`);
    }
    if (!fallBack) return fail(`port ${port} of ${hostname} is taken`);
  }
  try {
    return await open(0);
  } catch (error) {
    return fail(`cannot listen on ${hostname}: ${messageOf(error)}`);
  }
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Deno.errors.AddrInUse ||
    error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

/** Tells the parent why this process cannot serve, and ends it. */
export function fail(reason: string): never {
  tellParent({ kind: "failed", reason });
  Deno.exit(1);
}
