import { assert } from "@std/assert";
import type { AbRecord } from "../../../benchmarks/mod.ts";
import { analyzeAb } from "../../../verdicts/mod.ts";
import { NOISE_MODELS } from "./_noise_models.ts";
import { simulatedExperiment } from "./_simulated_experiment.ts";

const RUNS = 100;
/** So many of them may be wrong; with thousands of seeds, about one in a hundred is. */
const WRONG = 5;

for (const [name, model] of Object.entries(NOISE_MODELS)) {
  Deno.test(`A against A is no difference, whatever the noise: ${name}`, () =>
    findNothing((seed) => simulatedExperiment(model, seed, 0)));

  Deno.test(`a slow-down of 5 % is found, whatever the noise: ${name}`, () =>
    findSlowDown((seed) => simulatedExperiment(model, seed, 0.05)));
}

Deno.test("what one start of a side has for good is no difference, if both are started anew", async () => {
  const { normal } = NOISE_MODELS;
  const starts = { spread: 0.03, anew: true };
  await findNothing((seed) => simulatedExperiment(normal, seed, 0, starts));
  await findSlowDown((seed) => simulatedExperiment(normal, seed, 0.05, starts));
  // Two starts, however long they are measured, say nothing of a third.
  const once = { ...starts, anew: false };
  const wrong = await differing((seed) =>
    simulatedExperiment(normal, seed, 0, once)
  );
  assert(wrong > RUNS / 3, `${wrong} of ${RUNS} found a difference`);
});

type Experiment = (seed: number) => Promise<AbRecord>;

async function differing(experiment: Experiment): Promise<number> {
  let differing = 0;
  for (let seed = 0; seed < RUNS; seed++) {
    const { verdict } = analyzeAb(await experiment(seed));
    if (verdict !== "no_difference") differing++;
  }
  return differing;
}

async function findNothing(experiment: Experiment): Promise<void> {
  const wrong = await differing(experiment);
  assert(wrong <= WRONG, `${wrong} of ${RUNS} found a difference`);
}

async function findSlowDown(experiment: Experiment): Promise<void> {
  let reached = 0;
  let missed = 0;
  for (let seed = 0; seed < RUNS; seed++) {
    const record = await experiment(seed);
    if (record.ended !== "precise") continue;
    reached++;
    const [median] = analyzeAb(record).findings;
    if (median.verdict !== "worse") missed++;
  }
  assert(reached >= 95, `${reached} of ${RUNS} were precise in time`);
  assert(missed <= WRONG, `${missed} of ${reached} missed it`);
}
