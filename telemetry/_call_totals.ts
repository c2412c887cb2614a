import { ClassReads } from "./_class_reads.ts";
import type { CallRecord } from "./call_record.ts";
import { MethodTable } from "./_method_table.ts";
import type { RecordedCall } from "./_recorded_call.ts";
import { ReferenceLedger } from "./_reference_ledger.ts";
import { RepeatedValues } from "./_repeated_values.ts";
import { Ring } from "./_ring.ts";
import { SectionTotals } from "./_section_totals.ts";

/** How many of the latest slow and deep calls are kept beyond the history. */
const MOST_NOTED = 1000;
/** More classes than a program has remote objects of. */
const MOST_CLASSES = 1000;

/** All that is known of calls since the beginning, or the last reset. */
export class CallTotals {
  /** The latest calls; those of other processes as their ends told them. */
  readonly history: Ring<RecordedCall | CallRecord>;
  /** The latest calls that were slow. */
  readonly slow: Ring<RecordedCall> = new Ring(MOST_NOTED);
  /** The latest calls that were deep. */
  readonly deep: Ring<RecordedCall> = new Ring(MOST_NOTED);
  /** The methods that this end calls. */
  readonly methods: MethodTable = new MethodTable();
  /** The methods that this end answers. */
  readonly answered: MethodTable = new MethodTable();
  /** The remote objects that this end was given. */
  readonly references: ReferenceLedger;
  /** The sections of the program. */
  readonly sections: SectionTotals = new SectionTotals();
  /** The large values that went either way. */
  readonly values: RepeatedValues = new RepeatedValues();
  /** The frames that carried calls. */
  roundTrips = 0;
  /** How many calls deep the program was. */
  maxDepth = 0;
  /** The slow calls that this end made. */
  slowCalls = 0;
  readonly #reads = new Map<string, ClassReads>();

  /** Keeps the latest `historyLimit` calls and references. */
  constructor(historyLimit: number, activeReferences = 0) {
    this.history = new Ring(historyLimit);
    this.references = new ReferenceLedger(historyLimit, activeReferences);
  }

  /** How the properties of each class of remote objects are read. */
  get reads(): Iterable<ClassReads> {
    return this.#reads.values();
  }

  /** How those of one class are; `undefined` if there are too many classes. */
  readsOf(className: string): ClassReads | undefined {
    let reads = this.#reads.get(className);
    if (reads === undefined && this.#reads.size < MOST_CLASSES) {
      reads = new ClassReads(className);
      this.#reads.set(className, reads);
    }
    return reads;
  }
}
