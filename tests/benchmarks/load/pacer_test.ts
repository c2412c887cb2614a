import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createPacer, type Pacing } from "../../../benchmarks/mod.ts";
import { Schedule } from "../../../benchmarks/load/_schedule.ts";

/** All times at which requests are due before `duration`. */
function due(pacing: Pacing, duration: number): number[] {
  const pacer = createPacer(pacing);
  const times: number[] = [];
  for (let time = pacer.next(); time < duration; time = pacer.next()) {
    times.push(time);
  }
  return times;
}

const PACINGS: readonly Pacing[] = [
  { kind: "constant", rate: 333 },
  { kind: "ramp", from: 100, to: 500, duration: 2 },
  { kind: "ramp", from: 500, to: 100, duration: 2 },
  {
    kind: "step",
    steps: [{ rate: 70, duration: 1 }, { rate: 900, duration: 1 }],
  },
  { kind: "poisson", rate: 333, seed: 7 },
];

Deno.test("a constant pacer's n-th request is due at n / rate, however long it runs", () => {
  const pacer = createPacer({ kind: "constant", rate: 3000 });
  for (let n = 0; n < 1_000_000; n++) pacer.next();
  assertEquals(pacer.next(), 1_000_000 / 3000);
});

Deno.test("a ramp has as many requests by any time as the integral of its rate", () => {
  const times = due(
    { kind: "ramp", from: 100, to: 500, duration: 2 },
    Infinity,
  );
  assertEquals(times.length, 600);
  assertEquals(times[0], 0);
  times.forEach((t, n) => assertAlmostEquals(100 * t + 100 * t * t, n, 1e-6));
});

Deno.test("a ramp falls as well as it rises, and may start from nothing", () => {
  const falling = due(
    { kind: "ramp", from: 500, to: 100, duration: 2 },
    Infinity,
  );
  assertEquals(falling.length, 600);
  falling.forEach((t, n) => assertAlmostEquals(500 * t - 100 * t * t, n, 1e-6));
  const rising = due({ kind: "ramp", from: 0, to: 200, duration: 1 }, Infinity);
  rising.forEach((t, n) => assertAlmostEquals(100 * t * t, n, 1e-6));
  assertEquals(rising.length, 100);
});

Deno.test("steps follow each other, each with its own rate, and end", () => {
  const steps = [{ rate: 2, duration: 1 }, { rate: 4, duration: 0.5 }];
  assertEquals(due({ kind: "step", steps }, Infinity), [0, 0.5, 1, 1.25]);
});

Deno.test("a Poisson pacer's gaps are exponential: mean and spread are 1 / rate", () => {
  const times = due({ kind: "poisson", rate: 1000, seed: 1 }, 100);
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) /
    gaps.length;
  // 100,000 gaps: the standard error of either is well below 1 %.
  assertAlmostEquals(mean * 1000, 1, 0.02);
  assertAlmostEquals(Math.sqrt(variance) * 1000, 1, 0.03);
  const over = gaps.filter((gap) => gap > 0.002).length / gaps.length;
  assertAlmostEquals(over, Math.exp(-2), 0.01);
});

Deno.test("a Poisson pacer says the same for the same seed only", () => {
  const times = (seed: number) => due({ kind: "poisson", rate: 50, seed }, 1);
  assertEquals(times(3), times(3));
  assertEquals(times(3).join() === times(4).join(), false);
});

for (const pacing of PACINGS) {
  for (const threads of [1, 2, 3, 7]) {
    Deno.test(`${threads} threads keep one ${pacing.kind} schedule between them`, () => {
      const ends = { duration: 1.9, requests: 1000 };
      const shares = Array.from({ length: threads }, (_, index) => {
        const share = { index, of: threads };
        const schedule = new Schedule(createPacer(pacing), share, ends);
        const times: number[] = [];
        for (; schedule.due < Infinity; schedule.advance()) {
          times.push(schedule.due);
        }
        return times;
      });
      assertEquals(
        shares.flat().sort((a, b) => a - b),
        due(pacing, ends.duration).slice(0, ends.requests),
      );
      const sizes = shares.map((times) => times.length);
      assertEquals(Math.max(...sizes) - Math.min(...sizes) <= 1, true);
    });
  }
}

Deno.test("a pacer refuses rates and durations that make no sense, by name", () => {
  const wrong: [Pacing, string][] = [
    [{ kind: "constant", rate: 0 }, "rate"],
    [{ kind: "constant", rate: Infinity }, "rate"],
    [{ kind: "poisson", rate: -1 }, "rate"],
    [{ kind: "poisson", rate: 1, seed: 0.5 }, "seed"],
    [{ kind: "ramp", from: -1, to: 1, duration: 1 }, "from"],
    [{ kind: "ramp", from: 1, to: NaN, duration: 1 }, "to"],
    [{ kind: "ramp", from: 1, to: 1, duration: 0 }, "duration"],
    [{ kind: "step", steps: [] }, "steps"],
    [{ kind: "step", steps: [{ rate: 0, duration: 1 }] }, "rate"],
  ];
  for (const [pacing, name] of wrong) {
    assertThrows(() => createPacer(pacing), RangeError, `${name} is `);
  }
});
