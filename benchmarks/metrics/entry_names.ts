import { isObject } from "../forms/form.ts";

/** An entry of one of a document's lists. Of those that forms do not know, it may have anything. */
type Entry = Readonly<Record<string, unknown>>;

/**
 * What tells the entries of a document's lists from each other, by the key of the
 * list, as paths of metrics have it. Other lists have no metrics.
 */
export const ENTRY_NAMES: Readonly<Record<string, (entry: Entry) => string>> = {
  bandwidth_by_size: ({ size }) => `.${word(size)}`,
  latency_by_size: ({ size }) => `.${word(size)}`,
  concurrent_scaling: ({ connections }) => `.${word(connections)}`,
  binary_transfer: ({ type, file_size, chunk_size }) =>
    chunk_size === null
      ? `.${word(type)}.${word(file_size)}`
      : `.${word(type)}.${word(file_size)}.${word(chunk_size)}`,
  cases: ({ group, parameters }) => `.${word(group)}${listed(parameters)}`,
  load: ({ loop, pacing, connections, in_flight, threads }) =>
    listed({ loop, pacing, connections, in_flight, threads }),
  errors: ({ kind }) => `[${word(kind)}]`,
  connection_errors: ({ kind }) => `[${word(kind)}]`,
  methods: ({ name }) => `[${word(name)}]`,
  sections: ({ name }) => `[${word(name)}]`,
};

/** `[clients=10,payload_size=64]` */
function listed(values: unknown): string {
  return `[${assignments(values).join(",")}]`;
}

function assignments(values: unknown): string[] {
  return Object.entries(values ?? {}).flatMap(([key, value]) => {
    if (value === undefined) return [];
    // When requests are due says for itself what it is.
    if (key === "pacing") return assignments(value);
    if (Array.isArray(value)) {
      return [
        `${key}=${value.map(product).join("+")}`,
      ];
    }
    return [`${key}=${word(value)}`];
  });
}

/** A step of load, as `800x5`. */
function product(step: unknown): string {
  return isObject(step) ? Object.values(step).map(word).join("x") : word(step);
}

/** A value as names have it: without brackets, which stand around the whole name. */
function word(value: unknown): string {
  // Not every object that JSON has becomes a text by itself.
  const text = typeof value === "object"
    ? JSON.stringify(value)
    : String(value);
  return text.replaceAll("[", "(").replaceAll("]", ")");
}
