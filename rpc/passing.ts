import type { HeldReference } from "./held_references.ts";
import type { OutgoingStream } from "./outgoing_streams.ts";
import type { ReceivedStream } from "./incoming_streams.ts";

/**
 * How something that stays where it is appears in a message: as a number that
 * means something on this connection only.
 */
export type PassedValue =
  /** An object or a function of the sender's. */
  | {
    readonly kind: "reference";
    readonly id: number;
    readonly callable: boolean;
    readonly name: string;
  }
  /** An object or a function of the receiver's, on its way home. */
  | { readonly kind: "returned"; readonly id: number }
  /** A stream that the sender feeds. */
  | { readonly kind: "stream"; readonly id: number; readonly bytes: boolean }
  /** What another request of the same frame is answered with, or a part of it. */
  | {
    readonly kind: "answer";
    readonly id: number;
    readonly path: readonly string[];
  };

/** What one message passes by reference; until it is sent, it can be taken back. */
export interface Passed {
  /** The number of each object lent, once for each time. */
  readonly references: number[];
  /** The streams that begin when the message is sent. */
  readonly streams: OutgoingStream[];
}

/** What came by reference with one message. */
export interface Received {
  readonly references: readonly HeldReference[];
  readonly streams: readonly ReceivedStream[];
}

/** By far the most messages pass nothing by reference, and share this. */
export const NOTHING_PASSED: Passed = { references: [], streams: [] };
/** By far the most messages receive nothing by reference, and share this. */
export const NOTHING_RECEIVED: Received = { references: [], streams: [] };

/** What the packing of values needs of a connection, to pass some by reference. */
export interface Passing {
  /**
   * Passes a value, if it is one of those that are passed by reference, and
   * notes it in `passed`.
   *
   * @throws {TypeError} for one that cannot be passed on this connection.
   * @throws {RangeError} if too many are held already.
   */
  pass(value: object, passed: Passed): PassedValue | undefined;
  /** Receives what the other end passed, and notes it in `received`. */
  receive(
    value: Exclude<PassedValue, { readonly kind: "answer" }>,
    received: { references: HeldReference[]; streams: ReceivedStream[] },
  ): object;
  /** Takes back what a message that is not sent would have passed. */
  takeBack(passed: Passed): void;
  /** Where so many bytes of a stream go. */
  memoryFor(length: number): Uint8Array;
}

/** What the other end is told of a function, or of the class of an object. */
export function nameOfPassed(value: object): string {
  // Programs put all kinds of things where functions have their name.
  return String(
    typeof value === "function" ? value.name : value.constructor.name,
  );
}
