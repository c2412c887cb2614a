import { seededRandom } from "../../../benchmarks/seeded_random.ts";

/** By how much, in logarithms, the machine slows block after block down. */
export type Noise = () => number;

/** Independent numbers of mean 0 and standard deviation 1, normally distributed. */
export function gaussian(random: () => number): () => number {
  // Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958.
  return () =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const SPREAD = 0.03;

/** What machines do to measurements, each with a seed of its own. */
export const NOISE_MODELS: Readonly<Record<string, (seed: number) => Noise>> = {
  normal(seed) {
    const normal = gaussian(seededRandom(seed));
    return () => SPREAD * normal();
  },
  /** Student's t with 3 degrees of freedom: without a kurtosis. */
  "heavy tails"(seed) {
    const normal = gaussian(seededRandom(seed));
    return () => {
      const square = normal() ** 2 + normal() ** 2 + normal() ** 2;
      return SPREAD * normal() / Math.sqrt(square / 3);
    };
  },
  /** Pauses that only ever slow down, a few of them very long. */
  "skewed pauses"(seed) {
    const random = seededRandom(seed);
    const normal = gaussian(random);
    return () => 0.01 * normal() + 0.01 * ((1 - random()) ** -0.4 - 1);
  },
  /** Where threads happen to run decides: 15 % slower in three of ten blocks. */
  bimodal(seed) {
    const random = seededRandom(seed);
    const normal = gaussian(random);
    return () => 0.01 * normal() + (random() < 0.3 ? 0.15 : 0);
  },
  "linear drift"(seed) {
    const normal = gaussian(seededRandom(seed));
    let block = 0;
    return () => 0.005 * block++ + SPREAD * normal();
  },
  "random walk"(seed) {
    const normal = gaussian(seededRandom(seed));
    let level = 0;
    return () => (level += 0.02 * normal()) + 0.01 * normal();
  },
  /** A machine that becomes 30 % slower half way. */
  "sudden slowness"(seed) {
    const random = seededRandom(seed);
    const normal = gaussian(random);
    const at = 20 + Math.floor(40 * random());
    let block = 0;
    return () => (block++ < at ? 0 : Math.log(1.3)) + SPREAD * normal();
  },
  autocorrelation(seed) {
    const normal = gaussian(seededRandom(seed));
    let level = 0;
    return () => level = 0.9 * level + SPREAD * normal();
  },
  /** Something that comes and goes about as often as blocks change. */
  rhythm(seed) {
    const random = seededRandom(seed);
    const normal = gaussian(random);
    const phase = 2 * Math.PI * random();
    let block = 0;
    return () =>
      0.05 * Math.sin(block++ * Math.PI / 2 + phase) + 0.01 * normal();
  },
};
