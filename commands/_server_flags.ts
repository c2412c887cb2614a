import { toggle } from "./_flag_kinds.ts";
import type { FlagValues } from "./_flags.ts";
import { UsageError } from "./_usage_error.ts";

/** Which servers a command leaves out. */
export const SERVER_FLAGS = {
  "skip-rpc-threaded": toggle({ help: "leave the threaded RPC server out" }),
  "skip-rpc-forking": toggle({ help: "leave the forking RPC server out" }),
  "skip-http": toggle({ help: "leave the HTTP server out" }),
};

/** Which servers are left, by their keys in the result document. */
export interface ServersLeft {
  readonly rpc_threaded: boolean;
  readonly rpc_forking: boolean;
  readonly http_threaded: boolean;
}

/**
 * Which servers are left, of those that a command starts.
 *
 * @throws {UsageError} if none is, and there are no `others` to run.
 */
export function serversLeft(
  values: FlagValues<typeof SERVER_FLAGS>,
  others: readonly unknown[] = [],
): ServersLeft {
  const left = {
    rpc_threaded: !values["skip-rpc-threaded"],
    rpc_forking: !values["skip-rpc-forking"],
    http_threaded: !values["skip-http"],
  };
  const isAny = Object.values(left).includes(true) || others.length > 0;
  if (isAny) return left;
  throw new UsageError(
    "--skip-rpc-threaded, --skip-rpc-forking and --skip-http leave nothing to run",
  );
}
