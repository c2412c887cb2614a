import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  median,
  percentile,
  summarize,
  type Summary,
} from "../../benchmarks/statistics.ts";

// Each expectation is what numpy 2.4.6 gives, worked out apart from this project by
//   python3 -c 'import numpy as n,sys; a=n.array(eval(sys.argv[1]),float); print(a.mean(), a.min(),
//     a.max(), a.std(ddof=1), n.percentile(a, [50,25,75,90,95,99,99.9]))' '[2,10]'
const CASES: { name: string; samples: number[]; expected: Summary }[] = [
  {
    name: "unsorted samples",
    samples: [3.1, 0.2, 9.75, 4.4, 4.4, 1.5, 12.25, 0.9, 7.3, 2.6],
    expected: {
      mean: 4.64,
      median: 3.75,
      min: 0.2,
      max: 12.25,
      stdev: 3.9624487378387623,
      p25: 1.775,
      p75: 6.575,
      p90: 10,
      p95: 11.125,
      p99: 12.025,
      p999: 12.2275,
      count: 10,
    },
  },
  {
    name: "two samples",
    samples: [10, 2],
    expected: {
      mean: 6,
      median: 6,
      min: 2,
      max: 10,
      stdev: 5.656854249492381,
      p25: 4,
      p75: 8,
      p90: 9.2,
      p95: 9.6,
      p99: 9.92,
      p999: 9.992,
      count: 2,
    },
  },
  {
    name: "ties",
    samples: [5, 5, 7, 5, 5],
    expected: {
      mean: 5.4,
      median: 5,
      min: 5,
      max: 7,
      stdev: 0.8944271909999159,
      p25: 5,
      p75: 5,
      p90: 6.2,
      p95: 6.6,
      p99: 6.92,
      p999: 6.992,
      count: 5,
    },
  },
];

for (const { name, samples, expected } of CASES) {
  Deno.test(`summarize() agrees with numpy on ${name}`, () => {
    assertSummary(summarize(samples), expected);
  });
}

Deno.test("summarize() gives a single sample as everything, with no spread", () => {
  const { stdev, count, ...values } = summarize([0.0042]);
  assertEquals([...new Set(Object.values(values))], [0.0042]);
  assertEquals({ stdev, count }, { stdev: 0, count: 1 });
});

Deno.test("summarize() keeps a small spread around a large mean", () => {
  // A sum of squares less the square of the sum has no correct digit left here. The exact figures:
  //   python3 -c 'from fractions import Fraction as F; f=[F(1e9+i*1e-6) for i in (3,1,4,1,5,9,2,6)];
  //     m=sum(f)/8; print(float(m-10**9), float(sum((x-m)**2 for x in f)/7)**.5)'
  const offsets = [3, 1, 4, 1, 5, 9, 2, 6];
  const { mean, stdev } = summarize(
    offsets.map((offset) => 1e9 + offset * 1e-6),
  );
  assertAlmostEquals(mean - 1e9, 3.859400749206543e-6, 1.2e-7); // One unit in the last place of 1e9.
  assertAlmostEquals(stdev, 2.7413971359467266e-6, 1e-7);
});

Deno.test("summarize() has the keys of the result document, in its order", () => {
  assertEquals(Object.keys(summarize([1])), [
    "mean",
    "median",
    "min",
    "max",
    "stdev",
    "p25",
    "p75",
    "p90",
    "p95",
    "p99",
    "p999",
    "count",
  ]);
});

Deno.test("summarize() adds a curve of percentiles where it is asked for one", () => {
  const samples = Array.from({ length: 1000 }, (_, i) => i / 999);
  const { distribution = [] } = summarize(samples, { distribution: true });
  assertEquals(distribution.slice(0, 3), [[0, 0], [0.05, 0.05], [0.1, 0.1]]);
  assertEquals(
    distribution.slice(18),
    [
      ...[0.9, 0.92, 0.94, 0.96, 0.98],
      ...[0.99, 0.992, 0.994, 0.996, 0.998],
      ...[0.999, 1],
    ].map((share): [number, number] => [share, share]),
  );
});

Deno.test("a curve reaches from the least sample to the greatest, however few they are", () => {
  const curve = (samples: number[]) =>
    summarize(samples, { distribution: true }).distribution;
  assertEquals(curve([7]), [[0, 7], [1, 7]]);
  const two = curve([1, 3]);
  assertEquals([two?.at(0), two?.at(-2), two?.at(-1)], [
    [0, 1],
    [0.5, 2],
    [1, 3],
  ]);
});

Deno.test("summarize() and median() leave the samples as they were", () => {
  const samples = new Float64Array([3, 1, 2]);
  summarize(samples);
  median(samples);
  assertEquals([...samples], [3, 1, 2]);
});

Deno.test("summarize() and median() refuse no samples and what is not finite", () => {
  for (const f of [summarize, median]) {
    assertThrows(() => f([]), RangeError, "samples must hold at least one");
    for (const bad of [NaN, Infinity, -Infinity]) {
      assertThrows(
        () => f([1, bad, 2]),
        RangeError,
        `samples must be finite numbers, got ${bad}`,
      );
    }
  }
});

Deno.test("median() is the middle sample, or the mean of the middle two", () => {
  assertEquals(median([9, 1, 2]), 2);
  assertEquals(median([9, 1, 2, 4]), 3);
});

Deno.test("percentile() reaches from the least sample to the greatest", () => {
  const sorted = [1, 2, 3, 4];
  assertEquals([0, 0.5, 0.75, 1].map((f) => percentile(sorted, f)), [
    1,
    2.5,
    3.25,
    4,
  ]);
  assertEquals([0, 0.5, 1].map((f) => percentile([7], f)), [7, 7, 7]);
});

Deno.test("percentile() refuses what it cannot answer, and names it", () => {
  assertThrows(
    () => percentile([], 0.5),
    RangeError,
    "sortedSamples must hold at least one",
  );
  assertThrows(
    () => percentile([1, 3, 2], 0.5),
    RangeError,
    "got 2 at index 2",
  );
  assertThrows(
    () => percentile([1, NaN], 0.5),
    RangeError,
    "got NaN at index 1",
  );
  assertThrows(() => percentile([NaN], 0.5), RangeError, "got NaN at index 0");
  for (const fraction of [-0.1, 1.1, 99, NaN]) {
    assertThrows(
      () => percentile([1, 2], fraction),
      RangeError,
      `got ${fraction}`,
    );
  }
});

function assertSummary(actual: Summary, expected: Summary): void {
  for (const [key, value] of Object.entries(expected)) {
    const got = Object.entries(actual).find(([name]) => name === key)?.[1] ??
      NaN;
    assertAlmostEquals(
      got,
      value,
      1e-12 * Math.abs(value),
      `${key}: got ${got}, numpy has ${value}`,
    );
  }
}
