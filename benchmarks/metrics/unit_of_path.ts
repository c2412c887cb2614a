import { type MetricUnit, UNIT_OF_KEY } from "./metric_units.ts";
import { withoutEntryNames } from "./without_entry_names.ts";

/**
 * What a metric of this path is measured in, before there is a document that has
 * it: as its last key that has a unit says. `undefined` if none has.
 */
export function unitOfPath(path: string): MetricUnit | undefined {
  const key = withoutEntryNames(path).split(".")
    .findLast((key) => Object.hasOwn(UNIT_OF_KEY, key));
  return key === undefined ? undefined : UNIT_OF_KEY[key];
}
