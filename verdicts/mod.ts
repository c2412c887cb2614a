/**
 * Verdicts: result documents in, decisions out. Whether a change is better or
 * worse, whether a budget holds, and what is wrong with a server.
 *
 * @module
 */
export { type Verdict, VERDICT_NAMES } from "./verdict.ts";
export * from "./statistics/mod.ts";
