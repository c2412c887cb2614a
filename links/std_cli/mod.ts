/**
 * The part of `@std/cli` that rpcbench uses, for machines that do not reach JSR.
 *
 * @module
 */

export * from "./parse_args.ts";
