import leven from "leven";
import type { Metric } from "../../benchmarks/metrics/metrics.ts";
import { withoutEntryNames } from "../../benchmarks/metrics/without_entry_names.ts";

/** So many names are near enough to be told. */
const NEAREST = 3;

/** The names of metrics that a budget is for, and those that it may have meant. */
export class MetricPattern {
  readonly #text: string;
  readonly #expression: RegExp;

  /**
   * Is for metrics of this path: of one server, if that stands before it, else of
   * all. `*` stands for any characters; brackets may be left out.
   */
  constructor(text: string) {
    this.#text = text;
    const anything = text.split("*").map((part) => RegExp.escape(part));
    // What was measured twice in the same way is meant, too.
    this.#expression = new RegExp(`^${anything.join(".*")}(#\\d+)?$`, "s");
  }

  /** Whether a metric is one of them. */
  matches({ path, server }: Metric): boolean {
    return [path, withoutEntryNames(path)].some((path) =>
      this.#expression.test(path) ||
      this.#expression.test(nameOf({ path, server }))
    );
  }

  /** The names that are most like it: first those that go on where it ends. */
  nearest(metrics: readonly Metric[]): readonly string[] {
    const names = new Set(
      metrics.flatMap((metric) => [metric.path, nameOf(metric)]),
    );
    return [...names]
      .map((name) => ({ name, distance: this.#distance(name) }))
      .toSorted((a, b) => a.distance - b.distance)
      .slice(0, NEAREST)
      .map(({ name }) => name);
  }

  #distance(name: string): number {
    return name.startsWith(`${this.#text}.`) ? 0 : leven(this.#text, name);
  }
}

/** A metric's path, with its server before it if it is of one. */
export function nameOf(
  { path, server }: Pick<Metric, "path" | "server">,
): string {
  return server === "" ? path : `${server}.${path}`;
}
