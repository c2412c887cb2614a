import type { UnreleasedFinding } from "./finding.ts";
import type { LineTotals } from "./_line_totals.ts";
import type { MethodTotals } from "./_method_totals.ts";

/** A program may well hold this many of a kind, as in the rpycbench cookbook. */
const MANY_HELD = 20;

/** The calls whose answers bring references that are never released. */
export function findUnreleased(
  methods: Iterable<MethodTotals>,
): UnreleasedFinding[] {
  return Iterator.from(methods)
    .flatMap(({ lines }) => lines.values())
    .filter((line) => unreleased(line) > MANY_HELD)
    .map((line): UnreleasedFinding => ({
      kind: "unreleased_references",
      location: line.location,
      calls: line.calls,
      seconds: 0,
      bytes: 0,
      savedRoundTrips: 0,
      fix:
        "hold each object by using, so that it is released when it is done with, or return plain data",
      className: line.references.className,
      method: line.method.name,
      references: unreleased(line),
    }))
    .toArray();
}

function unreleased({ references }: LineTotals): number {
  return references.created - references.released;
}
