import type { SourceLocation } from "./call_record.ts";

/** A remote object or function that this end was given. Plain data. */
export interface ReferenceRecord {
  /** Its number on its connection. */
  readonly id: number;
  /** The name of its class; `"Function"` for a function. */
  readonly className: string;
  /** The connection that it came over, as in a call's record. */
  readonly connection: number;
  /** Seconds since 1970. */
  readonly createdAt: number;
  /** How many calls, reads and writes were made on it. */
  readonly accesses: number;
  /** The call whose answer it came with, by name; `undefined` if it came as an argument. */
  readonly receivedFrom: string | undefined;
  /** The line that made that call. */
  readonly location: SourceLocation | undefined;
  /**
   * `"active"` while it is held; `"released"` once the program let go of it;
   * `"collected"` if it forgot to, and the garbage collector came across it;
   * `"closed"` if its connection ended first.
   */
  readonly state: "active" | "released" | "collected" | "closed";
}
