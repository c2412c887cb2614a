import leven from "leven";
import type { Metric } from "../../benchmarks/metrics/metrics.ts";
import { withoutEntryNames } from "../../benchmarks/metrics/without_entry_names.ts";

/** So many names are near enough to be told. */
const NEAREST = 3;

/** Which metrics a budget is for, and which it may have meant. */
export class MetricPattern {
  readonly #text: string;
  /** What stands between the stars. */
  readonly #parts: readonly string[];

  /**
   * Is for metrics of this path: of one server, if that stands before it, else of
   * all. `*` stands for any characters; brackets may be left out.
   */
  constructor(text: string) {
    this.#text = text;
    this.#parts = text.split("*");
  }

  /** Whether a metric is one of them. */
  matches(metric: Named): boolean {
    return this.isForAll(metric) || this.#isName(nameOf(metric)) ||
      this.#isName(nameOf(shortened(metric)));
  }

  /** Whether it is one of them whatever its server is. */
  isForAll(metric: Named): boolean {
    return this.#isName(metric.path) || this.#isName(shortened(metric).path);
  }

  /** Says that none of some metrics matches, and which are most like it. */
  missingFrom(metrics: readonly Metric[]): string {
    const nearest = this.#nearest(metrics);
    const hint = nearest.length === 0
      ? "the document has none at all"
      : `the nearest are ${nearest.join(", ")}`;
    return `there is no metric ${this.#text}; ${hint}`;
  }

  /** The names that are most like it: first those that go on where it ends. */
  #nearest(metrics: readonly Metric[]): readonly string[] {
    const names = new Set(
      metrics.flatMap((metric) =>
        [metric, shortened(metric)].flatMap((it) => [it.path, nameOf(it)])
      ),
    );
    return [...names]
      .map((name) => ({ name, distance: this.#distance(name) }))
      .toSorted((a, b) => a.distance - b.distance)
      .slice(0, NEAREST)
      .map(({ name }) => name);
  }

  #isName(name: string): boolean {
    // What was measured twice in the same way is meant, too.
    return matches(this.#parts, name) ||
      matches(this.#parts, name.replace(/#\d+$/, ""));
  }

  #distance(name: string): number {
    return name.startsWith(`${this.#text}.`) ? 0 : leven(this.#text, name);
  }
}

/**
 * Whether a name has all parts, one after another, with anything between them. In
 * one pass, as names may be hostile: a regular expression of many stars would try
 * every way to spread a long one over them.
 */
function matches(
  [first, ...others]: readonly string[],
  name: string,
): boolean {
  const last = others.pop();
  if (last === undefined) return name === first;
  const end = name.length - last.length;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  for (const part of others) {
    const at = name.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= end;
}

/** What a metric is known by. */
type Named = Pick<Metric, "path" | "server">;

/** A metric's path, with its server before it if it is of one. */
function nameOf({ path, server }: Named): string {
  return server === "" ? path : `${server}.${path}`;
}

/** The same without what stands in brackets. */
function shortened({ path, server }: Named): Named {
  return { path: withoutEntryNames(path), server };
}
