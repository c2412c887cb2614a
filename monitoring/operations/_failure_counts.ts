import { ErrorLog } from "../../benchmarks/error_log.ts";
import type { ErrorCount } from "../../benchmarks/result_document.ts";
import { messageOf } from "../../rpc/message_of.ts";
import { nameOf } from "../../rpc/name_of.ts";
import { BoundedNames } from "./_bounded_names.ts";

/** More kinds than a program tells apart; another end may make up any number. */
const MOST_KINDS = 20;
/** What of a message is kept. */
const LONGEST_EXAMPLE = 200;

/** Counts failures by kind, in bounded memory. */
export class FailureCounts {
  readonly #log = new ErrorLog();
  readonly #kinds = new BoundedNames(MOST_KINDS);

  /** Counts a failure; returns its kind: the name of what was thrown. */
  add(error: unknown): string {
    const example = messageOf(error).slice(0, LONGEST_EXAMPLE);
    return this.#add({ kind: nameOf(error), count: 1, examples: [example] });
  }

  /** Takes in all failures of others. */
  merge(other: FailureCounts): void {
    for (const count of other.counts()) this.#add(count);
  }

  /** The failures by kind; those of too many kinds together as `"other"`. */
  counts(): ErrorCount[] {
    return this.#log.counts();
  }

  #add({ kind, count, examples }: ErrorCount): string {
    const bounded = this.#kinds.bounded(kind);
    this.#log.addCounts([{ kind: bounded, count, examples }]);
    return bounded;
  }
}
