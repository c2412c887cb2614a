import {
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import { SampleRecorder } from "../../benchmarks/sample_recorder.ts";
import { summarize, type Summary } from "../../benchmarks/statistics.ts";

/** Latencies in seconds from 80 µs on with a heavy (Pareto) tail, the same for the same seed. */
function heavyTailed(count: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    const uniform = ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
    return 80e-6 * (1 - uniform) ** -0.7;
  });
}

function recorderOf(
  samples: Iterable<number>,
  options?: ConstructorParameters<typeof SampleRecorder>[0],
): SampleRecorder {
  const recorder = new SampleRecorder(options);
  for (const sample of samples) recorder.record(sample);
  return recorder;
}

/** What is exact is compared to rounding, the rest to the histogram's precision. */
function assertWithinPrecision(actual: Summary, exact: Summary): void {
  assertEquals(
    { count: actual.count, min: actual.min, max: actual.max },
    { count: exact.count, min: exact.min, max: exact.max },
  );
  assertAlmostEquals(actual.mean, exact.mean, 1e-9 * exact.mean);
  assertAlmostEquals(actual.stdev, exact.stdev, 1e-9 * exact.stdev);
  const { median, p25 = NaN, p75, p90, p95, p99, p999 } = actual;
  for (
    const [key, value] of Object.entries({
      median,
      p25,
      p75,
      p90,
      p95,
      p99,
      p999,
    })
  ) {
    const expected = Object.entries(exact).find(([name]) =>
      name === key
    )?.[1] ?? NaN;
    assertAlmostEquals(
      value,
      expected,
      1e-3 * expected,
      `${key}: ${value}, exactly ${expected}`,
    );
  }
}

Deno.test("SampleRecorder summarizes exactly while it holds its samples", () => {
  const samples = heavyTailed(20_000, 1);
  const recorder = recorderOf(samples);
  const { mean, stdev, ...rest } = recorder.summary();
  const { mean: exactMean, stdev: exactStdev, ...exactRest } = summarize(
    samples,
  );
  assertEquals(rest, exactRest);
  assertAlmostEquals(mean, exactMean, 1e-12 * exactMean);
  assertAlmostEquals(stdev, exactStdev, 1e-12 * exactStdev);
  assertEquals(recorder.samples(), samples);
});

Deno.test("SampleRecorder keeps samples up to its limit and not one more", () => {
  const recorder = recorderOf([3, 1, 2], { exactLimit: 3 });
  assertEquals(recorder.samples(), new Float64Array([3, 1, 2]));
  recorder.record(4);
  assertEquals(recorder.samples(), undefined);
  assertEquals(recorder.count, 4);
});

Deno.test("SampleRecorder gives copies of its samples", () => {
  const recorder = recorderOf([3, 1, 2]);
  recorder.samples()?.fill(0);
  recorder.summary();
  assertEquals(recorder.samples(), new Float64Array([3, 1, 2]));
});

Deno.test("SampleRecorder stays within 0.1 % on a heavy tail beyond its limit", () => {
  const samples = heavyTailed(200_000, 2);
  const recorder = recorderOf(samples, { exactLimit: 1000 });
  assertEquals(recorder.samples(), undefined);
  assertWithinPrecision(recorder.summary(), summarize(samples));
});

Deno.test("SampleRecorder interpolates beyond its limit as it does below", () => {
  // Two far groups: the median lies in the gap between them, at no sample at all.
  const samples = [0.001, 0.001, 1, 1];
  assertWithinPrecision(
    recorderOf(samples, { exactLimit: 0 }).summary(),
    summarize(samples),
  );
});

Deno.test("SampleRecorder draws the same curve below and beyond its limit, which only rises", () => {
  const samples = heavyTailed(200_000, 3);
  const { min, max, distribution: exact = [] } = recorderOf(samples)
    .summary({ distribution: true });
  const { distribution = [] } = recorderOf(samples, { exactLimit: 0 })
    .summary({ distribution: true });
  assertEquals(distribution.length, exact.length);
  assertLess(distribution.length, 50);
  assertEquals([distribution.at(0), distribution.at(-1)], [[0, min], [1, max]]);
  distribution.forEach(([share, value], i) => {
    const [sameShare, exactValue] = exact[i];
    assertEquals(share, sameShare);
    assertAlmostEquals(value, exactValue, 1e-3 * exactValue);
    const [shareBefore, valueBefore] = distribution[i - 1] ?? [-1, 0];
    assertLess(shareBefore, share);
    assertLessOrEqual(valueBefore, value);
  });
});

Deno.test("SampleRecorder has a curve of samples that are all but the same, and of too many to count", () => {
  const same = recorderOf(new Array(1000).fill(0.1 + 0.2), { exactLimit: 0 });
  for (
    const [, value] of same.summary({ distribution: true }).distribution ?? []
  ) {
    assertEquals(value, 0.1 + 0.2);
  }
  for (let doubled = 0; doubled < 30; doubled++) same.merge(same);
  assertEquals(
    same.summary({ distribution: true }).distribution?.map(([share]) => share)
      .slice(-2),
    [0.9999999, 1],
  );
});

Deno.test("SampleRecorder keeps mean and spread exact around a large offset", () => {
  const samples = [4, 7, 13, 16].map((offset) => 1e9 + offset);
  const { mean, stdev } = recorderOf(samples, { exactLimit: 0, resolution: 1 })
    .summary();
  assertEquals(mean, 1e9 + 10);
  assertAlmostEquals(stdev, Math.sqrt(30), 1e-9);
});

Deno.test("SampleRecorder tells samples apart by its resolution, in any unit", () => {
  const bandwidths = Array.from({ length: 1001 }, (_, i) => 1e9 + i * 1e7);
  const recorder = recorderOf(bandwidths, { exactLimit: 10, resolution: 1 });
  assertWithinPrecision(recorder.summary(), summarize(bandwidths));
});

Deno.test("SampleRecorder takes values from 0 to beyond every range", () => {
  const recorder = recorderOf([0, 1e-12, 3600, 1e300], { exactLimit: 0 });
  const { min, max, median, p999 } = recorder.summary();
  assertEquals({ min, max }, { min: 0, max: 1e300 });
  assertAlmostEquals(median, 1800, 1.8);
  assertLess(p999, 1e300);
});

Deno.test("SampleRecorder refuses what is no measure, and counts it nowhere", () => {
  const recorder = recorderOf([1]);
  for (const bad of [NaN, -1, Infinity]) {
    assertThrows(() => recorder.record(bad), RangeError, `got ${bad}`);
  }
  assertEquals(recorder.summary(), summarize([1]));
});

Deno.test("SampleRecorder has no summary of nothing", () => {
  const recorder = new SampleRecorder();
  assertEquals(recorder.count, 0);
  assertEquals(recorder.samples(), new Float64Array());
  assertThrows(
    () => recorder.summary(),
    RangeError,
    "samples must hold at least one",
  );
});

Deno.test("SampleRecorder refuses options out of range", () => {
  for (const exactLimit of [-1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => new SampleRecorder({ exactLimit }),
      RangeError,
      "exactLimit",
    );
  }
  for (const resolution of [0, -1, NaN, Infinity]) {
    assertThrows(
      () => new SampleRecorder({ resolution }),
      RangeError,
      "resolution",
    );
  }
});

Deno.test("SampleRecorder.merge() appends exact samples and leaves the other alone", () => {
  const first = recorderOf([3, 1]);
  const second = recorderOf([2, 9]);
  first.merge(second);
  first.merge(new SampleRecorder());
  assertEquals(first.samples(), new Float64Array([3, 1, 2, 9]));
  assertEquals(first.summary(), summarize([3, 1, 2, 9]));
  assertEquals(second.samples(), new Float64Array([2, 9]));
});

Deno.test("SampleRecorder.merge() loses nothing beyond the limit, whichever side is over it", () => {
  const samples = heavyTailed(60_000, 3);
  // The long side holds greater values, so that the histograms are of different extent.
  const short = samples.slice(0, 500).map((sample) => sample / 100);
  const long = samples.slice(500);
  const exact = summarize([...short, ...long]);
  for (const [a, b] of [[short, long], [long, short]]) {
    const recorder = recorderOf(a, { exactLimit: 1000 });
    recorder.merge(recorderOf(b, { exactLimit: 1000 }));
    assertEquals(recorder.samples(), undefined);
    assertWithinPrecision(recorder.summary(), exact);
  }
});

Deno.test("SampleRecorder.merge() gives exact samples up where both together are too many", () => {
  const recorder = recorderOf([1, 2], { exactLimit: 3 });
  recorder.merge(recorderOf([3, 4], { exactLimit: 3 }));
  assertEquals(recorder.samples(), undefined);
  assertWithinPrecision(recorder.summary(), summarize([1, 2, 3, 4]));
});

Deno.test("SampleRecorder.merge() takes a recorder into itself", () => {
  const recorder = recorderOf([1, 2]);
  recorder.merge(recorder);
  assertEquals(recorder.samples(), new Float64Array([1, 2, 1, 2]));
});

Deno.test("SampleRecorder.merge() refuses another resolution", () => {
  assertThrows(
    () => new SampleRecorder().merge(new SampleRecorder({ resolution: 1 })),
    RangeError,
    "resolution of 1e-9, got 1",
  );
});

Deno.test("SampleRecorder.revive() brings all back that a snapshot has, exact or not", () => {
  const samples = Array.from({ length: 1000 }, (_, i) => i * 1e-6);
  for (const exactLimit of [0, 999, 1000]) {
    const recorder = recorderOf(samples, { exactLimit });
    const revived = SampleRecorder.revive(
      structuredClone(recorder.snapshot()),
    );
    assertEquals(revived.summary(), recorder.summary());
    assertEquals(revived.samples(), recorder.samples());
    revived.merge(recorder);
    assertEquals(revived.count, 2000);
  }
});

Deno.test("SampleRecorder.revive() loses no count, however large, nor an empty recorder", () => {
  const recorder = new SampleRecorder({ exactLimit: 0 });
  recorder.record(0.001);
  for (let doubled = 0; doubled < 40; doubled++) recorder.merge(recorder);
  const revived = SampleRecorder.revive(recorder.snapshot());
  assertEquals(revived.count, 2 ** 40);
  assertEquals(revived.summary(), recorder.summary());
  const empty = SampleRecorder.revive(new SampleRecorder().snapshot());
  assertEquals(empty.count, 0);
  empty.merge(recorder);
  assertEquals(empty.summary(), recorder.summary());
});

Deno.test("a summary keeps some samples in their order where asked, unless they were too many to be kept exactly", () => {
  const count = 2000;
  const rising = Array.from({ length: count }, (_, i) => 1 + i / 3000);
  const { samples = [] } = recorderOf(rising).summary({ samples: true });
  assertEquals(samples.length, 500);
  assertEquals(samples.slice(0, 3), [1.001, 1.002, 1.003]);
  assertEquals(samples, samples.toSorted((a, b) => a - b));
  const few = [3e-5, 1e-5, 2.00004e-5];
  assertEquals(recorderOf(few).summary({ samples: true }).samples, [
    3e-5,
    1e-5,
    2e-5,
  ]);
  assertEquals("samples" in recorderOf(few).summary(), false);
  const { samples: none } = recorderOf(rising, { exactLimit: 10 })
    .summary({ samples: true });
  assertEquals(none, undefined);
});
