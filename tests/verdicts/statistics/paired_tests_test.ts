import { assertAlmostEquals, assertEquals } from "@std/assert";
import { momentsOf, signTest, studentTTest } from "../../../verdicts/mod.ts";

Deno.test("Student's test of one mean is that of scipy's ttest_1samp", () => {
  const samples = [0.1, -0.2, 0.3, 0.05, 0.12, -0.01, 0.4];
  const { interval: [low, high], p } = studentTTest(momentsOf(samples));
  assertAlmostEquals(p, 0.1964267096776484, 1e-12);
  assertAlmostEquals(low, -0.07426042984211331, 1e-12);
  assertAlmostEquals(high, 0.2914032869849704, 1e-12);
});

Deno.test("without any spread, a mean is 0 or it is not", () => {
  assertEquals(studentTTest(momentsOf([2, 2])).p, 0);
  assertEquals(studentTTest(momentsOf([0, 0])).p, 1);
});

Deno.test("the sign test is that of scipy's binomtest", () => {
  for (
    const [positive, negative, p] of [
      [11, 1, 0.00634765625],
      [0, 8, 0.0078125],
      [3, 9, 0.14599609375],
      [5, 5, 1],
      [0, 0, 1],
      [700, 600, 0.0060157938610449395],
    ]
  ) {
    assertAlmostEquals(signTest(positive, negative), p, 1e-12);
    assertEquals(signTest(negative, positive), signTest(positive, negative));
  }
});
