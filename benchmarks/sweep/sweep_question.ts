import { formatBytes, formatCount } from "../../units/units.ts";

/** What a step of a sweep asks of a server: its kind is the key of the answer in a result. */
export type SweepQuestion =
  /** How long does it take to connect? */
  | { readonly kind: "connection_time" }
  /** How long does the least request take? */
  | { readonly kind: "latency" }
  /** How long until a payload of so many bytes came back? */
  | { readonly kind: "latency_by_size"; readonly size: number }
  /** How fast do so many bytes go, up and down? */
  | { readonly kind: "bandwidth_by_size"; readonly size: number }
  /** How many requests are served if so many clients make them? */
  | { readonly kind: "concurrent_scaling"; readonly clients: number };

/** The questions about some payload sizes and numbers of clients, in the order of a sweep. */
export function sweepQuestions(
  { clientCounts, payloadSizes }: {
    readonly payloadSizes: readonly number[];
    readonly clientCounts: readonly number[];
  },
): SweepQuestion[] {
  return [
    { kind: "connection_time" },
    { kind: "latency" },
    ...payloadSizes.map((size) => ({ kind: "latency_by_size", size } as const)),
    ...payloadSizes.map((size) =>
      ({ kind: "bandwidth_by_size", size }) as const
    ),
    ...clientCounts.map((clients) =>
      ({ kind: "concurrent_scaling", clients }) as const
    ),
  ];
}

/** A question as part of the name of a file: `"latency_by_size-1024"`. */
export function questionName(question: SweepQuestion): string {
  switch (question.kind) {
    case "connection_time":
    case "latency":
      return question.kind;
    case "latency_by_size":
    case "bandwidth_by_size":
      return `${question.kind}-${question.size}`;
    case "concurrent_scaling":
      return `${question.kind}-${question.clients}`;
  }
}

/** A question in words: `"latency of 1 KiB"`. */
export function questionTitle(question: SweepQuestion): string {
  switch (question.kind) {
    case "connection_time":
      return "connection time";
    case "latency":
      return "latency";
    case "latency_by_size":
      return `latency of ${formatBytes(question.size)}`;
    case "bandwidth_by_size":
      return `bandwidth of ${formatBytes(question.size)}`;
    case "concurrent_scaling":
      return question.clients === 1
        ? "1 client"
        : `${formatCount(question.clients)} clients at once`;
  }
}
