import { isObject } from "../forms/form.ts";
import { SUMMARY } from "../forms/summary_form.ts";
import { type ResultDocument, serverResults } from "../result_document.ts";
import type { Summary } from "../statistics.ts";
import { ENTRY_NAMES } from "./entry_names.ts";
import { type MetricUnit, UNIT_OF_KEY } from "./metric_units.ts";

/** One number that a run found out. */
export interface Metric {
  /** The server's key in the document; empty for what is the run's own. */
  readonly server: string;
  /**
   * Where it stands in the document, with dots between the keys: `latency.p99`. An
   * entry of a list has what tells it from the others:
   * `bandwidth_by_size.1024.upload.p99`,
   * `cases.payload_size[clients=10,payload_size=64].throughput.mean`.
   */
  readonly path: string;
  /** What its value is measured in. */
  readonly unit: MetricUnit;
  /** What was measured. */
  readonly value: number;
  /** All that is kept of the samples that it is of; absent from other numbers. */
  readonly summary?: Summary;
}

/** These say how something was measured, and are in the paths of what was. */
const PARAMETERS = new Set(["parameters", "pacing"]);

/**
 * All numbers that a document has, one by one: first the run's own, with its
 * floor, then those of each server. Without what is no number of its own: the
 * seconds of a load run, iterations of a case, curves, profiles.
 */
export function metricsOf(document: ResultDocument): Metric[] {
  const { duration, floor, warnings } = document.meta;
  return [
    ["", { duration, floor, warnings: { count: warnings.length } }] as const,
    ...serverResults(document),
  ].flatMap(([server, found]) =>
    numbersIn(found, "", undefined).map((number) => ({ server, ...number }))
  );
}

/** The numbers below an object, each under its path. */
function numbersIn(
  found: object,
  path: string,
  unit: MetricUnit | undefined,
): Omit<Metric, "server">[] {
  const ofSamples = isSummary(found) ? { summary: found } : {};
  return Object.entries(found).flatMap(([key, value]) => {
    const unitOfKey = ownOf(UNIT_OF_KEY, key) ?? unit;
    const below = path === "" ? key : `${path}.${key}`;
    if (typeof value === "number") {
      return unitOfKey === undefined
        ? []
        : [{ path: below, unit: unitOfKey, value, ...ofSamples }];
    }
    if (Array.isArray(value)) {
      const nameOf = ownOf(ENTRY_NAMES, key);
      return nameOf === undefined
        ? []
        : entriesIn(value, nameOf).flatMap(({ entry, name, repeated }) =>
          numbersIn(entry, `${below}${name}`, unitOfKey)
            .map((number) => ({ ...number, path: number.path + repeated }))
        );
    }
    return isObject(value) && !PARAMETERS.has(key)
      ? numbersIn(value, below, unitOfKey)
      : [];
  });
}

/** An entry of a list, and how it is told apart from the others. */
interface NamedEntry {
  readonly entry: Record<string, unknown>;
  readonly name: string;
  /** What was measured twice in the same way is told apart by its place: `#2`. */
  readonly repeated: string;
}

function entriesIn(
  list: readonly unknown[],
  nameOf: (entry: Record<string, unknown>) => string,
): NamedEntry[] {
  const places = new Map<string, number>();
  return list.filter(isObject).map((entry) => {
    const name = nameOf(entry);
    const place = (places.get(name) ?? 0) + 1;
    places.set(name, place);
    return { entry, name, repeated: place === 1 ? "" : `#${place}` };
  });
}

/** What a record has of its own: a document's keys may be called `constructor`. */
function ownOf<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isSummary(found: object): found is Summary {
  return SUMMARY(found) === undefined;
}
