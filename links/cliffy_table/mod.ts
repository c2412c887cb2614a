/**
 * The part of `@cliffy/table` that rpcbench uses, drawn by cli-table3, for
 * machines that do not reach JSR.
 *
 * @module
 */

export * from "./table.ts";
