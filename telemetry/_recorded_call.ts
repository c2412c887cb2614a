import type {
  CallKind,
  ObservedAnswer,
  ObservedCall,
  ObservedReference,
} from "../rpc/mod.ts";
import type { CallRecord } from "./call_record.ts";
import { epochSeconds } from "./_clock.ts";
import type { LineTotals } from "./_line_totals.ts";
import type { MethodTotals } from "./_method_totals.ts";
import type { Section } from "./_program_sections.ts";
import type { Streak } from "./_streak.ts";

/** Longer names and messages than people read would fill the memory. */
export const LONGEST_TEXT = 1000;
/** More references than people look at would do so too. */
export const MOST_REFERENCES = 100;

const NO_REFERENCES: readonly ObservedReference[] = [];

/** Where a call comes from. */
export interface CallOrigin {
  readonly side: CallRecord["side"];
  readonly id: string;
  readonly traceId: string;
  /** The call that caused it, by whichever end it was seen. */
  readonly parentId: string | undefined;
  /** The call of this process that caused it. */
  readonly cause: RecordedCall | undefined;
  /** The connection that it goes over. */
  readonly connection: number;
  /** In milliseconds of `performance.now()`. */
  readonly begunAt: number;
  /** The section of the program that makes it. */
  readonly section: Section | undefined;
  /** The method, as it is counted. */
  readonly method: MethodTotals;
  /** The line that makes it, as far as that is known. */
  readonly line: LineTotals | undefined;
  /** Whether the line was seen, and not taken to be the same as before. */
  readonly isLocated: boolean;
}

/** A call that this end makes or answers, from its beginning on. */
export class RecordedCall {
  readonly origin: CallOrigin;
  readonly kind: CallKind;
  readonly name: string;
  readonly reference: ObservedReference | undefined;
  /** How many calls deep, this one included. */
  readonly depth: number;
  /** Milliseconds; `undefined` while it is under way. */
  duration: number | undefined = undefined;
  bytesOut = 0;
  bytesIn = 0;
  roundTrip: number | undefined = undefined;
  receivedReferences: readonly ObservedReference[] = NO_REFERENCES;
  error: string | undefined = undefined;
  /** How many calls under it are not told to its caller. */
  callsLeftOut = 0;

  #streaks: Map<LineTotals, Streak> | undefined;

  constructor({ kind, name, reference }: ObservedCall, origin: CallOrigin) {
    this.origin = origin;
    this.kind = kind;
    this.name = shortened(name);
    // What the program holds must not live on here.
    this.reference = reference && plainReference(reference);
    this.depth = origin.cause === undefined ? 1 : origin.cause.depth + 1;
  }

  /** Notes how the call has ended. */
  finish(answer: ObservedAnswer, now: number): void {
    this.duration = now - this.origin.begunAt;
    if (answer.ok) {
      if (answer.references.length === 0) return;
      this.receivedReferences = answer.references.slice(0, MOST_REFERENCES)
        .map(plainReference);
    } else this.error = errorText(answer.error);
  }

  /** Follows the calls that this one causes from a line: a loop of its own. */
  streakOf(line: LineTotals): Streak {
    this.#streaks ??= new Map();
    let streak = this.#streaks.get(line);
    if (streak === undefined) {
      streak = line.newStreak();
      this.#streaks.set(line, streak);
    }
    return streak;
  }

  /** What is known of the call, as plain data. */
  toRecord(): CallRecord {
    const { origin, duration } = this;
    return {
      id: origin.id,
      traceId: origin.traceId,
      parentId: origin.parentId,
      causeId: origin.cause?.origin.id,
      side: origin.side,
      processId: Deno.pid,
      connection: origin.connection,
      kind: this.kind,
      name: this.name,
      reference: this.reference,
      startedAt: epochSeconds(origin.begunAt),
      duration: duration === undefined ? undefined : duration / 1000,
      depth: this.depth,
      bytesOut: this.bytesOut,
      bytesIn: this.bytesIn,
      roundTrip: this.roundTrip,
      receivedReferences: this.receivedReferences,
      error: this.error,
      location: origin.isLocated ? origin.line?.location : undefined,
      section: origin.section?.path,
      callsLeftOut: this.callsLeftOut,
    };
  }
}

/** What is known of a call of either end, as plain data. */
export function recordOf(call: RecordedCall | CallRecord): CallRecord {
  return call instanceof RecordedCall ? call.toRecord() : call;
}

function plainReference(
  { id, className }: ObservedReference,
): ObservedReference {
  return { id, className: shortened(className) };
}

function errorText(error: unknown): string {
  const text = error instanceof Error
    ? `${error.name}: ${error.message}`
    : Deno.inspect(error);
  return shortened(text);
}

function shortened(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}
