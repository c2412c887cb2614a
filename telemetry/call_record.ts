import type { CallKind } from "../rpc/mod.ts";

/** A place in the user's own program. */
export interface SourceLocation {
  /** A URL, as the runtime has it: `"file:///home/ada/shop.ts"`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The function that holds the line; `""` outside of any. */
  readonly functionName: string;
}

/**
 * One remote call as one of its two ends saw it. It is plain data: it goes into
 * JSON, and from one process to another, as it is.
 */
export interface CallRecord {
  /** 16 hexadecimal digits, unlike any other's: a W3C span id. */
  readonly id: string;
  /** 32 hexadecimal digits, the same for all calls that one call caused. */
  readonly traceId: string;
  /** The call that caused this one, by whichever end it was seen. */
  readonly parentId: string | undefined;
  /**
   * The call of this process that caused this one; for a call that answers the
   * other end, not the other end's call in `parentId` but the one behind it.
   */
  readonly causeId: string | undefined;
  /** Whether this end made the call, or answered it. */
  readonly side: "client" | "server";
  /** The process that saw it. */
  readonly processId: number;
  /** The connection it went over; numbers count up from 1 in each process. */
  readonly connection: number;
  /** What was done. */
  readonly kind: CallKind;
  /** `"getUser"`, `"orders.first"`, `"getUser().name"`. */
  readonly name: string;
  /** The remote object that it was done to; `undefined` for the service. */
  readonly reference:
    | { readonly id: number; readonly className: string }
    | undefined;
  /** Seconds since 1970, by a clock that never goes back. */
  readonly startedAt: number;
  /** Seconds; `undefined` while the call has no answer. */
  readonly duration: number | undefined;
  /** How many calls deep, this one included: 1 for a call that no call caused. */
  readonly depth: number;
  /** Bytes of the call on the wire; 0 on the answering side, which is not told. */
  readonly bytesOut: number;
  /** Bytes of its answer on the wire. */
  readonly bytesIn: number;
  /** Calls with the same number, on the same connection, shared one frame. */
  readonly roundTrip: number | undefined;
  /** The remote objects that came with the answer; the first 100. */
  readonly receivedReferences: readonly {
    readonly id: number;
    readonly className: string;
  }[];
  /** The name and message of the error that it ended with. */
  readonly error: string | undefined;
  /**
   * The line of the user's program that made it. Not known on the answering
   * side, nor of every call where calls follow each other so fast that looking
   * would slow the program down.
   */
  readonly location: SourceLocation | undefined;
  /** The section of the program that it was made in; see `mark`. */
  readonly section: string | undefined;
  /** How many calls under this one its end has not told. */
  readonly callsLeftOut: number;
}
