import type {
  MemoryReading,
  MemorySample,
  ProcessProfile,
} from "../../servers/mod.ts";

/** So many samples are in a result at most. */
const MOST_SAMPLES = 120;

/** What memory some processes had through a run, together, in bytes. */
export interface MemoryResult {
  /** At its start. */
  readonly start: MemoryReading;
  /** At its end. */
  readonly end: MemoryReading;
  /** The most of each that was seen, not all at once. */
  readonly peak: MemoryReading;
  /** `end` less `start`; garbage is in both. */
  readonly increase: MemoryReading;
  /** Through the run, in steps of the same length; `at` is in seconds since its start. */
  readonly series: readonly MemorySample[];
}

/** What memory some processes had, together; there must be one. */
export function memoryResult(
  profiles: readonly Pick<ProcessProfile, "memory">[],
): MemoryResult {
  const all = profiles.map(({ memory }) => memory);
  const begin = Math.min(...all.map(([first]) => first.at));
  const end = Math.max(...all.map((samples) => samples[samples.length - 1].at));
  const steps = Math.min(
    MOST_SAMPLES,
    Math.max(...all.map(({ length }) => length)),
  ) - 1;
  const series = Array.from({ length: steps + 1 }, (_, i) => {
    const at = i === steps ? end - begin : (end - begin) * i / steps;
    const readings = all.map((samples) => latestAt(samples, begin + at));
    return { at, ...readings.reduce(combine((a, b) => a + b)) };
  });
  const readings = series.map(withoutTime);
  const [first] = readings;
  const last = readings[readings.length - 1];
  return {
    start: first,
    end: last,
    peak: readings.reduce(combine(Math.max)),
    increase: combine((a, b) => a - b)(last, first),
    series,
  };
}

/** The last sample that had been taken by a moment, else the first. */
function latestAt(
  samples: readonly MemorySample[],
  moment: number,
): MemoryReading {
  return withoutTime(samples.findLast(({ at }) => at <= moment) ?? samples[0]);
}

function withoutTime(
  { rss, heap_used, heap_total, external }: MemoryReading,
): MemoryReading {
  return { rss, heap_used, heap_total, external };
}

function combine(
  figure: (a: number, b: number) => number,
): (a: MemoryReading, b: MemoryReading) => MemoryReading {
  return (a, b) => ({
    rss: figure(a.rss, b.rss),
    heap_used: figure(a.heap_used, b.heap_used),
    heap_total: figure(a.heap_total, b.heap_total),
    external: figure(a.external, b.external),
  });
}
