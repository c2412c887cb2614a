import type { Target } from "./target.ts";
import type { ModuleTargetSpecification } from "./target_specification.ts";
import { messageOf } from "../../rpc/message_of.ts";

/** The target that a module exports by default; see {@linkcode openTarget}. */
export async function moduleTarget(
  { url }: ModuleTargetSpecification,
): Promise<Target> {
  const { default: target } = await load(url);
  if (isTarget(target)) return target;
  throw new TypeError(
    `the default export of ${url} is no target: it has no connect()`,
  );
}

async function load(url: string): Promise<{ readonly default?: unknown }> {
  try {
    return await import(url);
  } catch (error) {
    const reason = messageOf(error);
    throw new TypeError(`${url} cannot be loaded: ${reason}`, { cause: error });
  }
}

function isTarget(value: unknown): value is Target {
  return typeof value === "object" && value !== null && "connect" in value &&
    typeof value.connect === "function";
}
