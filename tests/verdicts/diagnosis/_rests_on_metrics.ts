import { assert, assertEquals } from "@std/assert";
import { metricsOf } from "../../../benchmarks/metrics/mod.ts";
import type { ResultDocument } from "../../../benchmarks/mod.ts";
import type { ServerFinding } from "../../../verdicts/mod.ts";

/** Asserts that findings have numbers, which a reader finds in the document by their names. */
export function assertRestsOnMetrics(
  findings: readonly ServerFinding[],
  document: ResultDocument,
): void {
  const known = new Set(metricsOf(document).map(({ path }) => path));
  for (const { advice, kind, seen, symptoms } of findings) {
    assert(seen.endsWith("."), seen);
    assert(advice.length > 0 && symptoms.length > 0, kind);
    const unknown = symptoms.flatMap(({ metrics }) =>
      metrics.filter((path) => !known.has(path))
    );
    assertEquals(unknown, [], kind);
    for (const { threshold, value } of symptoms) {
      if (threshold === undefined) continue;
      const { side, value: limit } = threshold;
      assert(side === "above" ? value >= limit : value <= limit, kind);
    }
  }
}
