import { targetAt, targetOfModule } from "./_given_target.ts";
import type { LoadFlagValues } from "./_load_flags.ts";
import { type LoadTarget, startOwnServer } from "./_own_server.ts";
import { UsageError } from "./_usage_error.ts";

const TAKES =
  "http://host/path, https://host/path or rpc://host:port/method, or --server or --target";

/**
 * Says what to put under load, and starts it if it is to be started.
 *
 * @throws {UsageError} if the command line does not tell.
 */
export async function loadTarget(
  operand: string | undefined,
  values: LoadFlagValues,
): Promise<LoadTarget> {
  const { server, target } = values;
  if (target !== undefined) {
    if (operand !== undefined || server !== undefined) {
      throw new UsageError("--target, --server and TARGET exclude each other");
    }
    return await targetOfModule("--target", target, values);
  }
  if (operand === undefined) {
    throw new UsageError(`load has no target; it takes ${TAKES}`);
  }
  if (server === undefined) {
    const given = await targetAt(operand, values);
    if (given !== undefined) return given;
    throw new UsageError(
      `load got ${JSON.stringify(operand)}; it takes ${TAKES}`,
    );
  }
  if (server !== "http_threaded" && operand.includes("/")) {
    throw new UsageError(
      `load got ${
        JSON.stringify(operand)
      }; with --server ${server} it takes the name of a method`,
    );
  }
  return await startOwnServer(server, operand, values);
}
