import { assert } from "@std/assert";
import { seededRandom } from "../../../benchmarks/seeded_random.ts";
import {
  type ComparedMetric,
  compareDocuments,
} from "../../../verdicts/mod.ts";
import { gaussian } from "../ab/_noise_models.ts";
import { dependentSamples, latencyDocument } from "./_samples_of.ts";

const ROUNDS = 200;

/** What is said of the median latency, round after round; the next side is so many times as slow. */
function medians(memory: number, times: number): ComparedMetric[] {
  const normal = gaussian(seededRandom(2026));
  return Array.from({ length: ROUNDS }, () => {
    const base = dependentSamples(500, memory, normal);
    const next = dependentSamples(500, memory, normal);
    const { metrics } = compareDocuments(
      latencyDocument(base),
      latencyDocument(next.map((sample) => times * sample)),
    );
    const median = metrics.find(({ path }) => path === "latency.median");
    assert(median !== undefined);
    return median;
  });
}

for (const memory of [0, 0.5, 0.8, 0.9]) {
  Deno.test(`samples that remember ${memory} of the one before raise no false alarms`, () => {
    const rounds = medians(memory, 1);
    const called = rounds.filter(({ verdict }) =>
      verdict === "better" || verdict === "worse"
    );
    assert(called.length <= 0.05 * ROUNDS, `${called.length} of ${ROUNDS}`);
    // The test alone, without all that is allowed for beyond it: chance may add a few.
    const significant = rounds.filter(({ test }) =>
      test !== undefined && test.p < 0.05
    );
    assert(
      significant.length <= 0.08 * ROUNDS,
      `${significant.length} of ${ROUNDS}`,
    );
  });
}

Deno.test("what is half as slow again is found, however much samples remember", () => {
  for (const memory of [0, 0.8]) {
    const found = medians(memory, 1.5).filter(({ verdict }) =>
      verdict === "worse"
    );
    assert(found.length >= 0.95 * ROUNDS, `${found.length} of ${ROUNDS}`);
  }
});

Deno.test("samples that hardly differ from the one before are too few", () => {
  const few = medians(0.995, 1.5).filter(({ verdict }) =>
    verdict === "too_few_samples"
  );
  assert(few.length >= 0.9 * ROUNDS, `${few.length} of ${ROUNDS}`);
});
