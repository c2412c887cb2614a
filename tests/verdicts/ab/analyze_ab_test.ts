import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { abChecks, analyzeAb } from "../../../verdicts/mod.ts";
import { MEDIAN, quadsOfRatio, recordOf } from "./_records.ts";

Deno.test("an evenly growing slowness weighs on both sides alike", () => {
  const quads = Array.from({ length: 12 }, (_, i) => {
    const at = (block: number) => Math.exp(0.1 * (4 * i + block));
    return { a: [at(0), at(3)], b: [at(1), at(2)] } as const;
  });
  const { findings: [finding] } = analyzeAb(recordOf(quads));
  assert(finding.verdict === "no_difference");
  assertAlmostEquals(finding.change, 0, 1e-9);
});

Deno.test("the interval of the change is Student's over the quads", () => {
  // Of the logarithms 0.05, 0.07, 0.06 and so on; checked with scipy's ttest_1samp.
  const quads = Array.from({ length: 12 }, (_, i) => {
    const b = Math.exp(0.05 + 0.01 * (i % 3));
    return { a: [1, 1], b: [b, b] } as const;
  });
  const { findings: [finding] } = analyzeAb(recordOf(quads));
  assert(finding.verdict === "worse");
  assertAlmostEquals(finding.change, Math.expm1(0.06), 1e-12);
  const [low, high] = finding.interval;
  assertAlmostEquals(low, 0.053748738211264656, 1e-9);
  assertAlmostEquals(high, 0.06998643100944373, 1e-9);
});

for (
  const [ratio, better, verdict, severity] of [
    [1.3, "lower", "worse", "critical"],
    [1.15, "lower", "worse", "warning"],
    [1.05, "lower", "worse", "none"],
    [0.9, "lower", "better", "none"],
    [1.3, "higher", "better", "none"],
    [0.7, "higher", "worse", "critical"],
  ] as const
) {
  Deno.test(`${ratio} times as much, where ${better} is better, is ${verdict}, severity ${severity}`, () => {
    const metrics = [{ ...MEDIAN, better }];
    const record = recordOf(quadsOfRatio(12, ratio), { metrics });
    const analysis = analyzeAb(record);
    assertEquals([analysis.verdict, analysis.severity], [verdict, severity]);
  });
}

Deno.test("less than 1 % is negligible, however sure it is", () => {
  const { findings: [finding], verdict } = analyzeAb(
    recordOf(quadsOfRatio(30, 1.008)),
  );
  assertEquals(verdict, "no_difference");
  assert(finding.verdict === "no_difference" && finding.negligible);
  assert(finding.interval[0] > 0);
});

Deno.test("nine quads are too few, and so are ten of which one is not whole", () => {
  const ten = recordOf(quadsOfRatio(10, 2));
  assertEquals(analyzeAb(ten).verdict, "worse");
  const blocks = ten.blocks.slice(0, -1);
  assertEquals(analyzeAb({ ...ten, blocks }).verdict, "too_few_samples");
});

Deno.test("a quad says nothing of what one of its blocks lacks", () => {
  const record = recordOf(quadsOfRatio(11, 2));
  const blocks = record.blocks.map((block, i) =>
    i === 5 ? { ...block, values: {} } : block
  );
  const { findings: [finding], quads } = analyzeAb({ ...record, blocks });
  assertEquals([finding.quads, quads], [10, 11]);
});

Deno.test("a side that fails more often is worse, however fast it answers the rest", () => {
  const quads = quadsOfRatio(12, 0.5).map((quad) => ({
    ...quad,
    failed: { b: 3 },
  }));
  const record = recordOf(quads);
  const { decidedByFailures, failures, severity, verdict } = analyzeAb(record);
  assert(decidedByFailures);
  assertEquals([verdict, severity], ["worse", "critical"]);
  assertEquals([failures.a.failed, failures.b.failed], [0, 72]);
  const [check] = abChecks(record, { failOn: "critical" });
  assertEquals([check.name, check.outcome], ["failures", "failed"]);
});

Deno.test("who fails more often is worse, even if all that failed at once was the other's", () => {
  const quads = quadsOfRatio(12, 1).map((quad, i) => ({
    ...quad,
    failed: i === 0 ? { a: 10 } : { b: 0.5 },
  }));
  const { failures: { a, b }, verdict } = analyzeAb(recordOf(quads));
  assert(a.share > b.share);
  assertEquals(verdict, "worse");
});

Deno.test("an experiment without its end does not pass", () => {
  const quads = quadsOfRatio(12, 1);
  for (
    const [given, more, message] of [
      [quads, { ended: "interrupted" }, "it was interrupted"],
      [
        quads,
        { ended: "no_answers", silent: "b" },
        "new answers nothing any more",
      ],
      [
        quads.slice(3),
        { ended: "out_of_time" },
        "9 quads of blocks are too few to tell anything",
      ],
    ] as const
  ) {
    const [check] = abChecks(recordOf(given, more), { failOn: "critical" });
    assertEquals(check, {
      name: "complete",
      subject: "new against old",
      outcome: "failed",
      message,
    });
  }
  const outcomes = abChecks(recordOf(quads), { failOn: "warning" });
  assert(outcomes.every(({ outcome }) => outcome === "passed"));
});

Deno.test("failures that come together are not a difference yet", () => {
  // All in two quads of twelve: how many they are there, says nothing.
  const quads = quadsOfRatio(12, 1).map((quad, i) => ({
    ...quad,
    failed: { b: i < 2 ? 9 : 0 },
  }));
  const { decidedByFailures, verdict } = analyzeAb(recordOf(quads));
  assertEquals([decidedByFailures, verdict], [false, "no_difference"]);
});

Deno.test("of several metrics, each is judged as one of so many", () => {
  const quads = quadsOfRatio(12, 1.05);
  const alone = analyzeAb(recordOf(quads)).findings[0];
  const names = ["median", "mean", "p99", "throughput"];
  const record = recordOf(quads, {
    metrics: names.map((name) => ({ ...MEDIAN, name })),
  });
  const blocks = record.blocks.map((block) => ({
    ...block,
    values: {
      median: block.values.median,
      mean: 1 + Math.sin(block.at),
      p99: 1 + Math.cos(block.at),
      throughput: 1 + Math.sin(7 * block.at) ** 2,
    },
  }));
  const [first] = analyzeAb({ ...record, blocks }).findings;
  assert(alone.verdict === "worse" && first.verdict === "worse");
  assertAlmostEquals(first.p, 4 * alone.p, 1e-15);
});
