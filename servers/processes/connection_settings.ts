import {
  completeCompression,
  type Compression,
} from "../../rpc/compression.ts";
import type { Security } from "../../rpc/mod.ts";
import { type SchedulerName, schedulerOf } from "../../rpc/scheduler.ts";

/**
 * How the connections of an RPC server behave, as far as its processes are told
 * by their arguments, which every program of the machine can read.
 */
export interface ConnectionSettings {
  readonly compression?: Compression;
  readonly scheduler?: SchedulerName;
  /** The kind of security; the rest of it comes in a message, which is private. */
  readonly security?: Security["kind"];
}

/**
 * The argument that carries settings to the process that serves connections; the
 * last one of a supervisor is for the processes that it starts.
 *
 * @throws {TypeError} or a `RangeError` for what no connection could be opened with.
 */
export function settingsArgument(settings: ConnectionSettings): string {
  completeCompression(settings.compression);
  schedulerOf(settings.scheduler);
  return JSON.stringify(settings);
}

/** Reads {@linkcode settingsArgument}. */
export function parseSettings(
  [argument]: readonly string[],
): ConnectionSettings {
  return JSON.parse(argument);
}
