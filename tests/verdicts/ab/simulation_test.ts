import { assert } from "@std/assert";
import { analyzeAb } from "../../../verdicts/mod.ts";
import { NOISE_MODELS } from "./_noise_models.ts";
import { simulatedExperiment } from "./_simulated_experiment.ts";

const RUNS = 100;
/** So many of them may be wrong; with thousands of seeds, about one in a hundred is. */
const WRONG = 5;

for (const [name, model] of Object.entries(NOISE_MODELS)) {
  Deno.test(`A against A is no difference, whatever the noise: ${name}`, async () => {
    let wrong = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      const record = await simulatedExperiment(model, seed, 0);
      if (analyzeAb(record).verdict !== "no_difference") wrong++;
    }
    assert(wrong <= WRONG, `${wrong} of ${RUNS} found a difference`);
  });

  Deno.test(`a slow-down of 5 % is found, whatever the noise: ${name}`, async () => {
    let reached = 0;
    let missed = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      const record = await simulatedExperiment(model, seed, 0.05);
      if (record.ended !== "precise") continue;
      reached++;
      const [median] = analyzeAb(record).findings;
      if (median.verdict !== "worse") missed++;
    }
    assert(reached >= 95, `${reached} of ${RUNS} were precise in time`);
    assert(missed <= WRONG, `${missed} of ${reached} missed it`);
  });
}
