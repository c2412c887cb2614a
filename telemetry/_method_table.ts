import type { ObservedCall } from "../rpc/mod.ts";
import type { SourceLocation } from "./call_record.ts";
import { LineTotals } from "./_line_totals.ts";
import { MethodTotals } from "./_method_totals.ts";
import type { MethodStatistics } from "./telemetry_statistics.ts";

/** More methods than a program has; names that are made up would fill the memory. */
const MOST_METHODS = 1000;
/** More places than a program calls from. */
const MOST_LINES = 5000;
/** The name of all methods beyond those. */
const OTHERS = "(others)";

/** What is known of each method, and of each line that calls it. */
export class MethodTable {
  readonly #byClass = new Map<string | undefined, Map<string, MethodTotals>>();
  readonly #methods: MethodTotals[] = [];
  #others: MethodTotals | undefined;
  #lines = 0;

  /** The totals of the method that a call is of. */
  method({ kind, name, reference }: ObservedCall): MethodTotals {
    const className = reference?.className;
    let ofClass = this.#byClass.get(className);
    if (ofClass === undefined) {
      if (this.#methods.length >= MOST_METHODS) return this.#anyOther();
      this.#byClass.set(className, ofClass = new Map());
    }
    let method = ofClass.get(name);
    if (method === undefined) {
      if (this.#methods.length >= MOST_METHODS) return this.#anyOther();
      method = new MethodTotals(fullName(className, name), className, kind);
      ofClass.set(name, method);
      this.#methods.push(method);
    }
    return method;
  }

  /** The totals of a method's calls from one place. */
  line(
    method: MethodTotals,
    location: SourceLocation | undefined,
  ): LineTotals {
    const known = method.lines.get(location);
    if (known !== undefined) return known;
    if (this.#lines >= MOST_LINES && location !== undefined) {
      return this.line(method, undefined);
    }
    this.#lines++;
    const line = new LineTotals(method, location);
    method.lines.set(location, line);
    return line;
  }

  /** All methods, in the order in which they were first called. */
  [Symbol.iterator](): Iterator<MethodTotals> {
    return this.#methods.values();
  }

  /** All methods but reads of properties of some classes. */
  withoutReadsOf(classNames: ReadonlySet<string>): MethodTotals[] {
    return this.#methods.filter(({ className, kind }) =>
      kind !== "get" || className === undefined || !classNames.has(className)
    );
  }

  /** The sum of one figure of all methods. */
  sum(figure: (method: MethodTotals) => number): number {
    return this.#methods.reduce((sum, method) => sum + figure(method), 0);
  }

  /** The figures of all methods, the one that took longest first. */
  statistics(): MethodStatistics[] {
    return this.#methods.map((method) => method.statistics())
      .sort((a, b) => b.total - a.total);
  }

  #anyOther(): MethodTotals {
    if (this.#others === undefined) {
      this.#others = new MethodTotals(OTHERS, undefined, "call");
      this.#methods.push(this.#others);
    }
    return this.#others;
  }
}

function fullName(className: string | undefined, name: string): string {
  if (className === undefined) return name;
  if (name === "") return className;
  // The name of a function says more than that it is one.
  return className === "Function" ? name : `${className}.${name}`;
}
