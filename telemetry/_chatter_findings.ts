import type { ClassReads } from "./_class_reads.ts";
import type { ChatterFinding } from "./finding.ts";
import type { LineTotals } from "./_line_totals.ts";
import type { MethodTotals } from "./_method_totals.ts";
import { StreakTotals } from "./_streak.ts";
import { MANY_READS, type TrackedReference } from "./_tracked_reference.ts";

/** The classes whose objects are read property by property. */
export function findChatter(
  classes: Iterable<ClassReads>,
  references: Iterable<TrackedReference>,
  methods: Iterable<MethodTotals>,
): ChatterFinding[] {
  const objects = Map.groupBy(
    references,
    ({ observed }) => observed.className,
  );
  const reads = Map.groupBy(
    Iterator.from(methods).filter(({ kind }) => kind === "get"),
    ({ className }) => className,
  );
  return Array.from(classes).flatMap((ofClass) => {
    const { className } = ofClass;
    const chatter = widest(ofClass, objects.get(className) ?? []);
    const saved = chatter.long.roundTrips - chatter.objects;
    if (saved < MANY_READS) return [];
    return [findingOf(className, chatter, reads.get(className) ?? [])];
  });
}

/** Reads of a few or of many objects. */
interface Chatter {
  readonly long: StreakTotals;
  readonly objects: number;
}

/** Either many objects are read in turn, or a few again and again. */
function widest(
  ofClass: ClassReads,
  references: readonly TrackedReference[],
): Chatter {
  const again = { long: new StreakTotals(), objects: 0 };
  for (const { reads } of references) {
    if (reads === undefined || reads.long.calls === 0) continue;
    again.long.add(reads.long);
    again.objects++;
  }
  return ofClass.long.calls >= again.long.calls ? ofClass : again;
}

function findingOf(
  className: string,
  { long, objects }: Chatter,
  reads: readonly MethodTotals[],
): ChatterFinding {
  const byTime = reads.toSorted((a, b) => b.seconds - a.seconds);
  return {
    kind: "property_chatter",
    location: busiest(reads)?.location,
    calls: long.calls,
    seconds: long.seconds,
    bytes: long.bytes,
    savedRoundTrips: long.roundTrips - objects,
    fix:
      "copy each object once, by obtain(object), or return plain data from the call that returns it",
    className,
    objects,
    properties: byTime.map(({ name }) => name.slice(className.length + 1)),
  };
}

/** The line that reads most. */
function busiest(reads: readonly MethodTotals[]): LineTotals | undefined {
  return reads.flatMap(({ lines }) => [...lines.values()])
    .reduce<LineTotals | undefined>(
      (most, line) => line.calls > (most?.calls ?? 0) ? line : most,
      undefined,
    );
}
