import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  cliffsDelta,
  fisherExact,
  hedgesG,
  hodgesLehmann,
  mannWhitney,
  momentsOf,
  proportionDifferenceInterval,
  proportionInterval,
  singleCaseTest,
  welchTTest,
} from "../../../verdicts/mod.ts";
import { ratioInterval } from "../../../verdicts/statistics/ratio_interval.ts";
import { KNOWN_COMPARISONS } from "./_known_comparisons.ts";

/** Asserts equality to nine digits, however small the numbers are. */
function assertClose(actual: number, expected: number): void {
  const tolerance = 1e-9 * Math.abs(expected) + 1e-14 * Number(expected === 0);
  assertAlmostEquals(actual, expected, tolerance);
}

/** Asserts that two intervals are the same, to nine digits of their width or their ends. */
function assertSameInterval(
  actual: readonly number[] | undefined,
  expected: readonly number[] | undefined,
): void {
  assertEquals(actual === undefined, expected === undefined);
  expected?.forEach((end, i) =>
    assertAlmostEquals(
      actual?.[i] ?? NaN,
      end,
      1e-9 * Math.max(...expected.map(Math.abs)),
    )
  );
}

for (const [kind, known] of Object.entries(KNOWN_COMPARISONS)) {
  const { base, next } = known;

  Deno.test(`of ${kind} samples, the test of means says what scipy does`, () => {
    const test = welchTTest(momentsOf(base), momentsOf(next));
    assertClose(test.statistic, known.welch.statistic);
    assertClose(test.degreesOfFreedom, known.welch.degreesOfFreedom);
    assertClose(test.p, known.welch.p);
    assertSameInterval(test.differenceInterval, known.welch.differenceInterval);
    assertSameInterval(test.changeInterval, known.welch.changeInterval);
    assertClose(hedgesG(momentsOf(base), momentsOf(next)).g, known.hedgesG);
  });

  Deno.test(`of ${kind} samples, the test of ranks says what scipy does`, () => {
    const { u, p } = mannWhitney(base, next);
    assertClose(u, known.mannWhitney.u);
    assertClose(p, known.mannWhitney.p);
    const { shift, interval } = hodgesLehmann(base, next);
    // The ends of what may lie between two samples are found to the last digits of these.
    assertAlmostEquals(shift, known.hodgesLehmann.shift, 1e-12);
    assertSameInterval(interval, known.hodgesLehmann.interval);
    const { delta } = cliffsDelta(u, base.length, next.length);
    assertAlmostEquals(delta, known.cliffsDelta, 1e-12);
  });
}

/** Successes and attempts of both sides, with what scipy 1.17.1 says of them. */
const PROPORTIONS = [
  {
    base: [997, 1000],
    next: [980, 1000],
    p: 0.00045529027856499243,
    wilson: [0.9693099947702821, 0.9870163170835848],
    newcombe: [-0.02787168378203468, -0.007907587945961737],
  },
  {
    base: [10, 10],
    next: [0, 10],
    p: 1.082508822446903e-05,
    wilson: [0, 0.27753279986288926],
    newcombe: [-1, -0.6075093504305242],
  },
  {
    base: [5, 5],
    next: [5, 5],
    p: 1,
    wilson: [0.5655175352168251, 1],
    newcombe: [-0.43448246478317487, 0.43448246478317487],
  },
  {
    base: [3, 7],
    next: [9, 11],
    p: 0.1414027149321267,
    wilson: [0.5230194380391557, 0.9486323102539149],
    newcombe: [-0.046443167157007026, 0.6897891764665385],
  },
  {
    base: [999_990, 1_000_000],
    next: [999_950, 1_000_000],
    p: 1.6157439737206642e-07,
    wilson: [0.9999340883644758, 0.9999620705756045],
    newcombe: [-5.655435943183249e-05, -2.5288904204458018e-05],
  },
  {
    base: [500_000, 1_000_000],
    next: [501_500, 1_000_000],
    p: 0.03401373515775234,
    wilson: [0.5005200185377421, 0.5024799699379257],
    newcombe: [0.00011409788139440978, 0.0028858939696904014],
  },
];

Deno.test("of successes and attempts, the test of shares says what scipy does", () => {
  for (const { base, next, p, wilson, newcombe } of PROPORTIONS) {
    const [before, after] = [base, next].map(([successes, attempts]) => ({
      successes,
      attempts,
    }));
    // scipy's own sum over a million attempts is good to some eight digits.
    assertAlmostEquals(fisherExact(before, after), p, 1e-7 * p);
    assertSameInterval(proportionInterval(after), wilson);
    assertSameInterval(proportionDifferenceInterval(before, after), newcombe);
  }
});

Deno.test("the interval of a share holds it, also where all or none succeeded", () => {
  for (let attempts = 1; attempts <= 1000; attempts++) {
    const [, high] = proportionInterval({ successes: attempts, attempts });
    const [low] = proportionInterval({ successes: 0, attempts });
    assertEquals([low, high], [0, 1]);
  }
});

Deno.test("a thousand million attempts are counted, and quickly", () => {
  const half = { successes: 500_000_000, attempts: 1_000_000_000 };
  const less = { ...half, successes: 499_968_378 };
  // scipy's own sum is good to some six digits here.
  assertAlmostEquals(fisherExact(half, less), 0.1573225, 1e-6);
  assertEquals(fisherExact(half, { ...half, successes: 0 }), 0);
});

Deno.test("one value against several has the spread of these, and one more of their kind", () => {
  // Crawford and Howell's formulas and Fieller's, with scipy's quantiles.
  const { differenceInterval, changeInterval, p, statistic } = singleCaseTest(
    momentsOf([100, 103, 98, 101]),
    momentsOf([120]),
  );
  assertClose(statistic, 8.378544026261364);
  assertClose(p, 0.0035655802553452636);
  assertSameInterval(differenceInterval, [
    12.093259311102122,
    26.906740688897877,
  ]);
  assertSameInterval(changeInterval, [0.1185033878526216, 0.272153298188055]);
});

Deno.test("a ratio of values with intervals has the one that Zou and Donner's formula gives", () => {
  assertSameInterval(
    ratioInterval(
      { value: 10, interval: [9, 12] },
      { value: 20, interval: [15, 30] },
    ),
    [0.42269979960794646, 2.040669478500148],
  );
});

Deno.test("sides without any spread are the same or surely not", () => {
  const [base, same, other] = [[5, 5, 5], [5, 5], [6, 6]].map(momentsOf);
  assertEquals(welchTTest(base, same).p, 1);
  assertEquals(welchTTest(base, other).p, 0);
  assert(hedgesG(base, other).g === Infinity);
});
