import type { AbMetric, AbRecord, AbSide } from "../../../benchmarks/mod.ts";
import { seededRandom } from "../../../benchmarks/seeded_random.ts";
import { measureAb } from "../../../verdicts/mod.ts";
import { gaussian, type Noise } from "./_noise_models.ts";

const METRICS: readonly [AbMetric, ...AbMetric[]] = [
  { name: "median", unit: "s", better: "lower" },
  { name: "mean", unit: "s", better: "lower" },
  { name: "p99", unit: "s", better: "lower" },
  { name: "throughput", unit: "1/s", better: "higher" },
];

/** What is drawn by lot has nothing to do with what else is. */
const NOISE_SEED = 1_000_000_000;
const OWN_NOISE_SEED = 2_000_000_000;

/** What each start of a side has for good, and how often they are started. */
export interface Starts {
  /** By how much starts differ, in logarithms: a standard deviation. */
  readonly spread: number;
  /** Whether each quad has starts of its own. */
  readonly anew: boolean;
}

/** An experiment as the command makes it, in no time, of which B is so much slower. */
export async function simulatedExperiment(
  model: (seed: number) => Noise,
  seed: number,
  slowDown: number,
  starts: Starts = { spread: 0, anew: false },
): Promise<AbRecord> {
  const noise = model(seed + NOISE_SEED);
  const normal = gaussian(seededRandom(seed + OWN_NOISE_SEED));
  let clock = 0;
  const ofStart = { a: starts.spread * normal(), b: starts.spread * normal() };
  const startAnew = (side: AbSide) => () => {
    clock += 1;
    ofStart[side] = starts.spread * normal();
    return Promise.resolve();
  };
  return await measureAb({
    metrics: METRICS,
    seed,
    now: () => clock,
    ...starts.anew
      ? { startAnew: { a: startAnew("a"), b: startAnew("b") } }
      : {},
    sample(side) {
      clock += 0.25;
      const slowness = noise() + ofStart[side] +
        (side === "b" ? Math.log1p(slowDown) : 0);
      const values = {
        median: Math.exp(slowness + 0.005 * normal()),
        mean: Math.exp(slowness + 0.01 * normal()),
        p99: 5 * Math.exp(slowness + 0.1 * normal()),
        throughput: 1000 * Math.exp(-slowness),
      };
      return Promise.resolve({ values, total: 250 });
    },
  });
}
