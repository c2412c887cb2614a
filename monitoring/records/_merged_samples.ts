import type { MonitorRecord } from "./monitor_record.ts";

/** As many as the result of a run has. */
const MOST = 500;

/** How many latencies a record has, and some of them. */
interface Part {
  readonly count: number;
  readonly samples: readonly number[];
}

/**
 * Some of the latencies of all records, in the order of time, each interval with
 * as many as its share of all requests. `undefined` if a record has none of its own.
 */
export function mergedSamples(
  records: readonly MonitorRecord[],
): number[] | undefined {
  const parts: Part[] = [];
  for (const { latency } of records.toSorted(byTime)) {
    if (latency === undefined) continue;
    const { count, samples } = latency;
    if (samples === undefined || samples.length === 0) return undefined;
    parts.push({ count, samples });
  }
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  // No sample may stand for two: that would make them seem more than they are.
  const most = parts.reduce(
    (most, { count, samples }) =>
      Math.min(most, samples.length * total / count),
    MOST,
  );
  const places = Math.max(1, Math.floor(most));
  const merged: number[] = [];
  let before = 0;
  for (const { count, samples } of parts) {
    const first = Math.ceil(before * places / total - 0.5);
    const next = Math.ceil((before + count) * places / total - 0.5);
    for (let place = first; place < next; place++) {
      const within = (place + 0.5) * total / places - before;
      const at = Math.floor(within * samples.length / count);
      merged.push(samples[Math.min(Math.max(at, 0), samples.length - 1)]);
    }
    before += count;
  }
  return merged;
}

function byTime(a: MonitorRecord, b: MonitorRecord): number {
  return Date.parse(a.timestamp) - Date.parse(b.timestamp);
}
