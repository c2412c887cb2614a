import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { summarize, type Summary } from "../../benchmarks/mod.ts";
import { DIMENSIONS, type Estimate } from "../../reports/mod.ts";
import { Random } from "../rpc/_random.ts";
import { BARE } from "./_sample_document.ts";

/** What is known of a distribution: how to draw a sample, and which value a share lies below. */
interface Distribution {
  readonly draw: (random: Random) => number;
  readonly valueBelow: (share: number) => number;
}

const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = {
  even: distribution((share) => 1 + share),
  exponential: distribution((share) => -Math.log(1 - share)),
  // Logistic: a bell with heavier tails than the normal distribution's.
  bell: distribution((share) => 50 + Math.log(share / (1 - share))),
  // Few values are near the median.
  "of two humps": distribution((share) =>
    share < 0.52 ? 10 + share : 20 + share
  ),
};

/** How often intervals must enclose what they are about: 95 %, less what chance takes. */
const LEAST = 0.92;
const TRIALS = 400;

function distribution(valueBelow: (share: number) => number): Distribution {
  return { valueBelow, draw: (random) => valueBelow(random.next()) };
}

function estimateOf(name: string, latency: Summary): Estimate | undefined {
  return DIMENSIONS.find((dimension) => dimension.name === name)
    ?.estimateOf({ ...BARE, latency });
}

function coverage(
  { draw, valueBelow }: Distribution,
  { count, kept, name, share }: {
    readonly count: number;
    readonly kept: boolean;
    readonly name: string;
    readonly share: number;
  },
): number {
  const random = new Random(count);
  const value = valueBelow(share);
  let enclosed = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const samples = Array.from({ length: count }, () => draw(random));
    const [low, high] =
      estimateOf(name, summarize(samples, { distribution: kept }))?.interval ??
        [0, 0];
    if (low <= value && value <= high) enclosed++;
  }
  return enclosed / TRIALS;
}

for (const [kind, distribution] of Object.entries(DISTRIBUTIONS)) {
  Deno.test(`of samples that are ${kind}, 95 in 100 intervals enclose the true median`, () => {
    for (const count of [6, 10, 30, 100, 300]) {
      for (const kept of [true, false]) {
        const asked = { name: "Latency, median", share: 0.5, count, kept };
        const covered = coverage(distribution, asked);
        assertGreaterOrEqual(covered, LEAST, `${count} samples: ${covered}`);
      }
    }
  });

  Deno.test(`of samples that are ${kind}, 95 in 100 intervals enclose the true p99`, () => {
    const asked = { name: "Latency, p99", share: 0.99, count: 500 };
    const covered = coverage(distribution, { ...asked, kept: true });
    assertGreaterOrEqual(covered, LEAST);
  });
}

Deno.test("of too few samples there is no interval", () => {
  const summary = (count: number) =>
    summarize(Array.from({ length: count }, (_, i) => i));
  const interval = (name: string, count: number) =>
    estimateOf(name, summary(count))?.interval;
  assertEquals(interval("Latency, median", 5), undefined);
  assertEquals(interval("Latency, median", 6), [0, 5]);
  assertEquals(interval("Latency, p99", 300), undefined);
});
