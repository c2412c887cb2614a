/** An entry of one of a document's lists. */
type Entry = Readonly<Record<string, unknown>>;

/**
 * What tells the entries of a document's lists from each other, by the key of the
 * list, as paths of metrics have it. Other lists have no metrics.
 */
export const ENTRY_NAMES: Readonly<Record<string, (entry: Entry) => string>> = {
  bandwidth_by_size: ({ size }) => `.${size}`,
  latency_by_size: ({ size }) => `.${size}`,
  concurrent_scaling: ({ connections }) => `.${connections}`,
  binary_transfer: ({ type, file_size, chunk_size }) =>
    chunk_size === null
      ? `.${type}.${file_size}`
      : `.${type}.${file_size}.${chunk_size}`,
  cases: ({ group, parameters }) => `.${group}${listed(parameters)}`,
  load: ({ loop, pacing, connections, in_flight, threads }) =>
    listed({ loop, pacing, connections, in_flight, threads }),
  errors: ({ kind }) => `[${kind}]`,
  connection_errors: ({ kind }) => `[${kind}]`,
  methods: ({ name }) => `[${name}]`,
  sections: ({ name }) => `[${name}]`,
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
        `${key}=${value.map((it) => Object.values(it).join("x")).join("+")}`,
      ];
    }
    return [`${key}=${value}`];
  });
}
