import type { SourceLocation } from "./call_record.ts";

/** What every finding says. Plain data. */
export interface FindingFacts {
  /** The line of the program that it is about, as far as that is known. */
  readonly location: SourceLocation | undefined;
  /** How many calls it is about. */
  readonly calls: number;
  /** Seconds for which the program waited for them; overlapping ones count once. */
  readonly seconds: number;
  /** Bytes that they carried, both ways. */
  readonly bytes: number;
  /** How many round trips the fix would save. */
  readonly savedRoundTrips: number;
  /** What to do about it, in one sentence. */
  readonly fix: string;
}

/** Many calls of one method follow each other from one line. */
export interface LoopFinding extends FindingFacts {
  /** Tells it from the other findings. */
  readonly kind: "calls_in_a_loop";
  /** The method, by the name that the statistics have. */
  readonly method: string;
  /** How many loops there were. */
  readonly loops: number;
  /** How many calls began while another was under way: these cost less. */
  readonly overlapping: number;
  /** Seconds of these calls that the other end told to be its own: the fix does not save them. */
  readonly serverSeconds: number;
  /**
   * Whether the line is not known of every call, but was looked up for some at
   * random; `calls` is then an estimate.
   */
  readonly isEstimate: boolean;
}

/** The properties of remote objects are read one by one. */
export interface ChatterFinding extends FindingFacts {
  /** Tells it from the other findings. */
  readonly kind: "property_chatter";
  /** The class of the objects. */
  readonly className: string;
  /** How many objects were read. */
  readonly objects: number;
  /** The properties, those that took longest first. */
  readonly properties: readonly string[];
}

/** Calls cause calls that cause calls. */
export interface NestingFinding extends FindingFacts {
  /** Tells it from the other findings. */
  readonly kind: "deep_nesting";
  /** The calls from the outermost to the innermost. */
  readonly stack: readonly string[];
  /** How often it happened. */
  readonly times: number;
}

/** Remote objects are received and not released. */
export interface UnreleasedFinding extends FindingFacts {
  /** Tells it from the other findings. */
  readonly kind: "unreleased_references";
  /** The class of the objects. */
  readonly className: string;
  /** The method whose answers bring them. */
  readonly method: string;
  /** How many were not released. */
  readonly references: number;
}

/** A large value crosses the network again and again. */
export interface RepeatedValueFinding extends FindingFacts {
  /** Tells it from the other findings. */
  readonly kind: "repeated_value";
  /** Which way it goes, as this end sees it. */
  readonly direction: "sent" | "received";
  /** The method whose call was the first to carry it. */
  readonly method: string;
  /** Its size. */
  readonly valueBytes: number;
}

/** A habit of a program that costs round trips, time or memory, with its fix. */
export type Finding =
  | LoopFinding
  | ChatterFinding
  | NestingFinding
  | UnreleasedFinding
  | RepeatedValueFinding;
