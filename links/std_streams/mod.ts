/**
 * The part of `@std/streams` that rpcbench uses, for machines that do not reach
 * JSR.
 *
 * @module
 */

export * from "./text_line_stream.ts";
export * from "./to_text.ts";
