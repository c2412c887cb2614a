import { requireWholeNumber } from "./arguments.ts";

/** How much one connection may ask of this end; all of it has safe defaults. */
export interface Limits {
  /**
   * Bytes in one frame, attachments included. Default 1 GiB, from 4 KiB to
   * 4 GiB − 1.
   */
  readonly frameSize: number;
  /** Containers inside each other in one value. Default 256, at most 500. */
  readonly nestingDepth: number;
  /**
   * Calls that the other end may have in flight at once, and streams. Default
   * 1024. Calls that are nested, to and fro, count in both directions.
   */
  readonly callsInFlight: number;
  /**
   * Array items, and keys and values of objects and maps, in one frame, at all
   * depths. Default 1,048,576, at least 64.
   *
   * A value costs up to a hundred times the memory of its few bytes in a frame,
   * and a second or two per ten million to decode, so that the frame's size is
   * no limit to that. Typed arrays are one item, however long.
   */
  readonly itemCount: number;
  /**
   * Objects and functions that either end may hold of the other at once.
   * Default 65,536, at least 1.
   */
  readonly references: number;
}

/** A hello has 32 bits for each limit, as a frame's header for each length. */
const MOST = 2 ** 32 - 1;

const DEFAULTS: Limits = {
  frameSize: 1024 ** 3,
  nestingDepth: 256,
  callsInFlight: 1024,
  itemCount: 2 ** 20,
  references: 65_536,
};

/** Fills in the defaults; throws a `RangeError` that names a limit it cannot keep. */
export function completeLimits(limits: Partial<Limits> = {}): Limits {
  const complete = { ...DEFAULTS, ...limits };
  requireLimits(complete);
  return complete;
}

/** Throws a `RangeError` that names a limit with which no connection works. */
export function requireLimits(limits: Limits): void {
  const { frameSize, nestingDepth, callsInFlight, itemCount, references } =
    limits;
  // The least frame has room for the news that an answer has none.
  requireWholeNumber("limits.frameSize", frameSize, 4096, MOST);
  // The codec recurses: before it is warm, 800 levels may be more than the stack.
  requireWholeNumber("limits.nestingDepth", nestingDepth, 1, 500);
  requireWholeNumber("limits.callsInFlight", callsInFlight, 1, MOST);
  requireWholeNumber("limits.itemCount", itemCount, 64, MOST);
  requireWholeNumber("limits.references", references, 1, MOST);
}
