import { ErrorLog } from "../../benchmarks/error_log.ts";
import type { ErrorCount } from "../../benchmarks/result_document.ts";
import { messageOf } from "../../rpc/message_of.ts";
import { BoundedNames } from "./_bounded_names.ts";

/** More kinds than a program tells apart; another end may make up any number. */
const MOST_KINDS = 20;
/** What of a message is kept. */
const LONGEST_EXAMPLE = 200;

/** What kind of failure it is: the name of what was thrown, which may be anything. */
export function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Counts failures by kind, in bounded memory. */
export class FailureCounts {
  readonly #log = new ErrorLog();
  readonly #kinds = new BoundedNames(MOST_KINDS);

  /** Counts a failure. */
  add(error: unknown): void {
    const example = messageOf(error).slice(0, LONGEST_EXAMPLE);
    this.#add({ kind: kindOf(error), count: 1, examples: [example] });
  }

  /** Takes in all failures of others. */
  merge(other: FailureCounts): void {
    for (const count of other.counts()) this.#add(count);
  }

  /** The failures by kind; those of too many kinds together as `"other"`. */
  counts(): ErrorCount[] {
    return this.#log.counts();
  }

  #add({ kind, count, examples }: ErrorCount): void {
    this.#log.addCounts([
      { kind: this.#kinds.bounded(kind), count, examples },
    ]);
  }
}
