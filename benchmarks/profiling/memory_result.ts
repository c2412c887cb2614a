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
  /** Through the run; `at` is in seconds since its start. */
  readonly series: readonly MemorySample[];
}

/** What memory some processes had, together; there must be one. */
export function memoryResult(
  profiles: readonly Pick<ProcessProfile, "memory">[],
): MemoryResult {
  const samples = together(profiles.map(({ memory }) => memory));
  const readings = samples.map(withoutTime);
  const [start] = readings;
  const end = readings[readings.length - 1];
  const begin = samples[0].at;
  return {
    start,
    end,
    peak: readings.reduce(combine(Math.max)),
    increase: combine((a, b) => a - b)(end, start),
    series: thinned(samples).map((sample) => ({
      ...sample,
      at: sample.at - begin,
    })),
  };
}

/** The sums of all processes, each time one was read; of the others, as they last were. */
function together(all: readonly (readonly MemorySample[])[]): MemorySample[] {
  const latest = all.map(([first]) => withoutTime(first));
  return all
    .flatMap((samples, i) => samples.map((sample) => ({ sample, i })))
    .sort((a, b) => a.sample.at - b.sample.at)
    .map(({ sample, i }) => {
      latest[i] = withoutTime(sample);
      return {
        at: sample.at,
        ...latest.reduce(combine((a, b) => a + b)),
      };
    });
}

/** Some of the samples, at the same distance, the first and the last among them. */
function thinned(samples: readonly MemorySample[]): readonly MemorySample[] {
  if (samples.length <= MOST_SAMPLES) return samples;
  return Array.from(
    { length: MOST_SAMPLES },
    (_, i) =>
      samples[Math.round(i * (samples.length - 1) / (MOST_SAMPLES - 1))],
  );
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
