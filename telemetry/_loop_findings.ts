import type { LoopFinding } from "./finding.ts";
import { type LineTotals, MANY_CALLS } from "./_line_totals.ts";
import type { MethodTotals } from "./_method_totals.ts";

const FIX =
  "make one call that takes or returns all of it, build on answers without awaiting each, or let the calls leave together: connection.batch(…)";
const FIX_FOR_PROPERTIES =
  "return plain data from the call that returns the objects";

/** The loops that call a method over and over. */
export function findLoops(methods: Iterable<MethodTotals>): LoopFinding[] {
  return Iterator.from(methods)
    .flatMap(({ lines }) => lines.values())
    .filter((line) => savedBy(line) >= MANY_CALLS)
    .map(findingOf)
    .toArray();
}

/** Round trips that would not be, if each loop were one. */
function savedBy({ loops }: LineTotals): number {
  return loops.roundTrips - loops.streaks;
}

function findingOf(line: LineTotals): LoopFinding {
  const { assumed, location, loops, method } = line;
  return {
    kind: "calls_in_a_loop",
    location,
    calls: loops.calls,
    seconds: loops.seconds,
    bytes: loops.bytes,
    savedRoundTrips: savedBy(line),
    fix: method.kind === "get" ? FIX_FOR_PROPERTIES : FIX,
    method: method.name,
    loops: loops.streaks,
    overlapping: loops.overlapping,
    serverSeconds: loops.serverSeconds,
    isEstimate: assumed > 0,
  };
}
