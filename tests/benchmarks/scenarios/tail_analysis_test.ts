import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { analyzeTail } from "../../../benchmarks/scenarios/tail_analysis.ts";

function requests(...response_times: number[]) {
  return response_times.map((response_time, i) => ({
    time: i / 1000,
    response_time,
  }));
}

Deno.test("the median absolute deviation is the median of the distances to the median", () => {
  // Median 5; distances 4, 3, 0, 1, 15, whose median is 3.
  const tail = analyzeTail(requests(1, 2, 5, 6, 20));
  assertEquals(tail.median, 5);
  assertEquals(tail.median_absolute_deviation, 3);
});

Deno.test("an outlier has a modified z-score above 3.5, as Iglewicz and Hoaglin have it", () => {
  // 0.6745 · (x − 5) / 3 = 3.5 at x = 20.567.
  assertAlmostEquals(
    analyzeTail(requests(1, 2, 5, 6, 20)).outlier_threshold,
    20.567,
    1e-3,
  );
  assertEquals(analyzeTail(requests(1, 2, 5, 6, 20)).outlier_count, 0);
  assertEquals(analyzeTail(requests(1, 2, 5, 6, 21)).outlier_count, 1);
});

Deno.test("one slow request does not hide another, as it would with a standard deviation", () => {
  const usual = Array.from({ length: 20 }, (_, i) => 1 + i % 3);
  const { outliers } = analyzeTail(requests(...usual, 1000, 50));
  assertEquals(outliers, [
    { time: 0.02, response_time: 1000 },
    { time: 0.021, response_time: 50 },
  ]);
});

Deno.test("fast requests are no outliers", () => {
  const usual = Array.from({ length: 20 }, (_, i) => 100 + i % 3);
  assertEquals(analyzeTail(requests(...usual, 1)).outliers, []);
});

Deno.test("all outliers are counted and the twenty slowest are listed", () => {
  const usual = Array.from({ length: 100 }, (_, i) => 1 + i % 3);
  const slow = Array.from({ length: 30 }, (_, i) => 1000 + i);
  const tail = analyzeTail(requests(...usual, ...slow));
  assertEquals(tail.outlier_count, 30);
  assertEquals(
    tail.outliers.map(({ response_time }) => response_time),
    slow.slice(-20).reverse(),
  );
});

Deno.test("jitter is the mean difference between a request and the one before", () => {
  assertEquals(analyzeTail(requests(1, 3, 2, 2)).jitter, 1);
  assertEquals(analyzeTail(requests(7)).jitter, 0);
});

Deno.test("the response times stay in the order in which the requests were due", () => {
  assertEquals(analyzeTail(requests(3, 1, 2)).response_times, [3, 1, 2]);
});

Deno.test("no requests have no tail", () => {
  assertThrows(() => analyzeTail([]), RangeError);
});
