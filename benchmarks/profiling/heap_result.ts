import type { RawHeapProfile } from "../../servers/mod.ts";
import {
  amountsByOrigin,
  type CallFrame,
  codePlace,
  functionKey,
} from "./_code_places.ts";
import type { CodeOrigin } from "./code_origin.ts";
import type { CodePlace } from "./function_time.ts";

/** So many places are told of. */
const MOST_PLACES = 20;

/** How much was allocated at one place. */
export interface AllocationPlace extends CodePlace {
  /** Bytes on V8's heap that the function itself allocated. */
  readonly bytes: number;
  /** That as a part of all, 0 to 1. */
  readonly share: number;
}

/** How much all code of one origin allocated. */
export interface OriginAllocations {
  /** Whose code. */
  readonly origin: CodeOrigin;
  /** Bytes on V8's heap. */
  readonly bytes: number;
  /** That as a part of all, 0 to 1. */
  readonly share: number;
}

/**
 * What was allocated on V8's heap, estimated from some of the allocations, what
 * has become garbage since included; array buffers are not on it.
 */
export interface HeapResult {
  /** Bytes in all. */
  readonly bytes: number;
  /** The functions that allocated most, most first. */
  readonly by_place: readonly AllocationPlace[];
  /** All code by whose it is, most first. */
  readonly by_origin: readonly OriginAllocations[];
}

/** What some processes allocated, together. */
export function heapResult(profiles: readonly RawHeapProfile[]): HeapResult {
  const byFunction = new Map<string, { frame: CallFrame; bytes: number }>();
  const unread = profiles.map(({ head }) => head);
  for (let node = unread.pop(); node !== undefined; node = unread.pop()) {
    unread.push(...node.children);
    if (node.selfSize === 0) continue;
    const key = functionKey(node.callFrame);
    const sum = byFunction.get(key)?.bytes ?? 0;
    byFunction.set(key, {
      frame: node.callFrame,
      bytes: sum + node.selfSize,
    });
  }
  const bytes = [...byFunction.values()]
    .reduce((sum, { bytes }) => sum + bytes, 0);
  const places = [...byFunction.values()]
    .map((allocated): AllocationPlace => ({
      ...codePlace(allocated.frame),
      bytes: allocated.bytes,
      share: allocated.bytes / bytes,
    }))
    .sort((a, b) => b.bytes - a.bytes);
  return {
    bytes,
    by_place: places.slice(0, MOST_PLACES),
    by_origin: amountsByOrigin(places, ({ bytes }) => bytes)
      .map(({ origin, amount }) => ({
        origin,
        bytes: amount,
        share: amount / bytes,
      })),
  };
}
