/**
 * What a remote call costs: RPC against HTTP, one server model against another,
 * in a lab and inside a program of your own.
 *
 * @example Run everything, and print it
 * ```ts ignore
 * import { BenchmarkSuite, formatConsoleReport } from "@x/rpcbench";
 *
 * const results = await new BenchmarkSuite().runAll();
 * console.log(formatConsoleReport(results.toJSON()));
 * ```
 *
 * @module
 */
export * from "./rpc/mod.ts";
export * from "./servers/mod.ts";
export * from "./benchmarks/mod.ts";
export * from "./verdicts/mod.ts";
export * from "./monitoring/mod.ts";
export * from "./reports/mod.ts";
export * from "./telemetry/mod.ts";
export { main } from "./cli.ts";
