import { assert, assertEquals, assertRejects } from "@std/assert";
import type { AbSide } from "../../../benchmarks/mod.ts";
import { seededRandom } from "../../../benchmarks/seeded_random.ts";
import { type AbOptions, measureAb } from "../../../verdicts/mod.ts";
import { gaussian } from "./_noise_models.ts";
import { MEDIAN } from "./_records.ts";

/** An experiment whose blocks take a second each, of which B has so many times as much. */
function experiment(
  ratio: number,
  options: Partial<AbOptions> = {},
): AbOptions & { readonly order: readonly AbSide[] } {
  const normal = gaussian(seededRandom(7));
  const order: AbSide[] = [];
  let clock = 0;
  return {
    metrics: [MEDIAN],
    seed: 3,
    now: () => clock,
    sample(side) {
      clock++;
      order.push(side);
      const median = Math.exp(0.05 * normal()) * (side === "b" ? ratio : 1);
      return Promise.resolve({ values: { median } });
    },
    order,
    ...options,
  };
}

Deno.test("blocks come as A B B A or B A A B, the same for the same seed", async () => {
  const one = experiment(1);
  await measureAb(one);
  const quads = one.order.join("").match(/.{4}/g) ?? [];
  assertEquals(new Set(quads), new Set(["abba", "baab"]));
  const again = experiment(1);
  await measureAb(again);
  assertEquals(again.order, one.order);
  const other = experiment(1, { seed: 4 });
  await measureAb(other);
  assert(other.order.join().slice(0, 80) !== one.order.join().slice(0, 80));
});

Deno.test("what can be started anew is, before each quad but the first", async () => {
  const starts: AbSide[] = [];
  const start = (side: AbSide) => () => {
    starts.push(side);
    return Promise.resolve();
  };
  const options = experiment(1, { precision: 1 });
  const both = await measureAb({
    ...options,
    startAnew: { a: start("a"), b: start("b") },
  });
  assertEquals(both.started_anew, ["a", "b"]);
  assertEquals(starts.join(""), "ab".repeat(both.blocks.length / 4 - 1));
  const one = await measureAb({ ...options, startAnew: { b: start("b") } });
  assertEquals(one.started_anew, ["b"]);
});

Deno.test("interrupted while a side is started anew, it keeps what is whole", async () => {
  const controller = new AbortController();
  const { blocks, ended } = await measureAb(experiment(1, {
    signal: controller.signal,
    startAnew: {
      a: () => {
        controller.abort();
        return Promise.reject(new Error("cut off"));
      },
    },
  }));
  assertEquals([ended, blocks.length], ["interrupted", 4]);
  await assertRejects(
    () =>
      measureAb(experiment(1, {
        startAnew: { b: () => Promise.reject(new Error("it has no port")) },
      })),
    Error,
    "it has no port",
  );
});

Deno.test("how long it takes depends on the noise, not on the difference", async () => {
  const counts = await Promise.all(
    [0.5, 1, 1.02, 3].map(async (ratio) =>
      (await measureAb(experiment(ratio))).blocks.length
    ),
  );
  assertEquals(new Set(counts).size, 1);
});

Deno.test("it ends once it is precise, and not before ten quads", async () => {
  const precise = await measureAb(experiment(1));
  assertEquals(precise.ended, "precise");
  const constant = await measureAb(experiment(1, {
    sample: () => Promise.resolve({ values: { median: 1 } }),
  }));
  assertEquals([constant.ended, constant.blocks.length], ["precise", 40]);
});

Deno.test("it ends before a quad that would take longer than there is time", async () => {
  const record = await measureAb(
    experiment(1, { maxTime: 22, precision: 0.001 }),
  );
  assertEquals([record.ended, record.blocks.length], ["out_of_time", 20]);
});

Deno.test("interrupted, it keeps what is whole", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  let blocks = 0;
  const record = await measureAb(experiment(1, {
    signal,
    sample() {
      if (++blocks === 7) controller.abort();
      return Promise.resolve({ values: { median: 1 } });
    },
  }));
  assertEquals([record.ended, record.blocks.length], ["interrupted", 6]);
});

Deno.test("what makes no sense is refused, and what a sampler throws comes through", async () => {
  await assertRejects(
    () => measureAb(experiment(1, { precision: 0 })),
    RangeError,
    "precision is 0",
  );
  await assertRejects(
    () => measureAb(experiment(1, { maxTime: Infinity })),
    RangeError,
    "maxTime is Infinity",
  );
  await assertRejects(
    () => measureAb(experiment(1, { seed: 0.5 })),
    RangeError,
    "seed is 0.5",
  );
  await assertRejects(
    () =>
      measureAb(
        experiment(1, {
          sample: () => Promise.resolve({ values: { median: 0 / 0 } }),
        }),
      ),
    RangeError,
    "sample found NaN for median",
  );
  await assertRejects(
    () =>
      measureAb(
        experiment(1, { sample: () => Promise.reject(new Error("gone")) }),
      ),
    Error,
    "gone",
  );
});
