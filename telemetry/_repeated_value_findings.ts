import type { RepeatedValueFinding } from "./finding.ts";
import type { RepeatedValue } from "./_repeated_values.ts";

/** Fewer may well be another try, or a measurement's few runs. */
const MANY_TIMES = 5;

const FIXES = {
  sent:
    "send it once, keep it at the other end, and pass a reference to it from then on",
  received: "keep the first answer, and ask only for what has changed",
};

/** The large values that go the same way again and again. */
export function findRepeatedValues(
  values: Iterable<RepeatedValue>,
): RepeatedValueFinding[] {
  return Iterator.from(values)
    .filter(({ times }) => times >= MANY_TIMES)
    .map((
      { bytes, direction, line, seconds, times },
    ): RepeatedValueFinding => ({
      kind: "repeated_value",
      location: line?.location,
      calls: times,
      seconds,
      bytes: bytes * times,
      savedRoundTrips: direction === "received" ? times - 1 : 0,
      fix: FIXES[direction],
      direction,
      method: line?.method.name ?? "",
      valueBytes: bytes,
    }))
    .toArray();
}
