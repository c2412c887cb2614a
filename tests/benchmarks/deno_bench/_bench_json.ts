/** A benchmark as `deno bench --json` prints it, of one that took some microseconds. */
export function bench(
  name: string,
  group: string | null = null,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    origin: "file:///bench/calls_bench.ts",
    group,
    name,
    baseline: false,
    results: [{ ok: times() }],
    ...more,
  };
}

/** What it prints of times, in nanoseconds. */
export function times(
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    n: 50,
    min: 10_000,
    max: 90_000,
    avg: 20_000,
    p75: 25_000,
    p99: 80_000,
    p995: 85_000,
    p999: 90_000,
    highPrecision: true,
    usedExplicitTimers: false,
    ...more,
  };
}

/** What it prints of one that threw. */
export const FAILED = {
  failed: {
    name: "TypeError",
    message: "no such method",
    stack:
      "TypeError: no such method\n    at fn (file:///bench/calls_bench.ts)",
    cause: null,
    exceptionMessage: "Uncaught TypeError: no such method",
    frames: [],
  },
};

/** All that it prints. */
export function benchJson(...benches: readonly unknown[]): string {
  return JSON.stringify({
    version: 1,
    runtime: "Deno/2.9.6 x86_64-unknown-linux-gnu",
    cpu: "Fast CPU",
    benches,
  });
}
