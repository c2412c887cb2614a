import type { Target } from "./target.ts";
import type { ModuleTargetSpecification } from "./target_specification.ts";

/** The target that a module exports by default; see {@linkcode openTarget}. */
export async function moduleTarget(
  { url }: ModuleTargetSpecification,
): Promise<Target> {
  const { default: target }: { default?: unknown } = await import(url);
  if (isTarget(target)) return target;
  throw new TypeError(
    `the default export of ${url} is no target: it has no connect()`,
  );
}

function isTarget(value: unknown): value is Target {
  return typeof value === "object" && value !== null && "connect" in value &&
    typeof value.connect === "function";
}
