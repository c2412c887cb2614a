/**
 * What a result document calls a benchmark of `deno bench`: its name, after that of
 * its group. The same benchmark has the same key in every run.
 *
 * @example
 * ```ts
 * import { benchKey } from "@x/rpcbench/benchmarks";
 *
 * console.log(benchKey("ping", "calls")); // calls/ping
 * ```
 */
export function benchKey(name: string, group?: string | null): string {
  return group ? `${group}/${name}` : name;
}
