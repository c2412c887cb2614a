import {
  assertAlmostEquals,
  assertEquals,
  assertLessOrEqual,
} from "@std/assert";
import {
  LoadSeries,
  pointRecorder,
} from "../../../benchmarks/load/load_series.ts";

/** A second with one answer, after `time` seconds, and as many errors as it says. */
function second(second: number, time: number, errors = 0) {
  const responseTimes = pointRecorder();
  responseTimes.record(time);
  return { second, responseTimes, errors };
}

Deno.test("the series has a point per second, with what all threads saw in it", () => {
  const series = new LoadSeries();
  series.add(second(0, 0.001));
  series.add(second(0, 0.003, 2));
  series.add(second(2, 0.01));
  const [first, empty, last] = series.points(3);
  assertEquals([first.at, first.duration, first.rate, first.errors], [
    0,
    1,
    2,
    2,
  ]);
  assertAlmostEquals(first.p50 ?? 0, 0.002, 0.0001);
  assertEquals(empty, { at: 1, duration: 1, rate: 0, errors: 0 });
  assertEquals([last.at, last.rate], [2, 1]);
});

Deno.test("a series of days has at most 600 points, and loses no answer", () => {
  const series = new LoadSeries();
  const seconds = 5000;
  for (let i = 0; i < seconds; i++) {
    series.add(second(i, i < 4000 ? 0.001 : 0.1, 1));
  }
  const points = series.points(seconds);
  assertLessOrEqual(points.length, 600);
  const sum = (of: (point: typeof points[0]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0);
  assertAlmostEquals(
    sum(({ rate, duration }) => rate * duration),
    seconds,
    1e-6,
  );
  assertEquals(sum(({ errors }) => errors), seconds);
  assertAlmostEquals(sum(({ duration }) => duration), seconds, 1e-6);
  assertAlmostEquals(points[0].p99 ?? 0, 0.001, 0.0001);
  assertAlmostEquals(points[points.length - 1].p99 ?? 0, 0.1, 0.002);
});

Deno.test("what comes just after the last second counts there: a rest makes no rate", () => {
  const series = new LoadSeries();
  series.add(second(0, 0.001));
  series.add(second(1, 0.001));
  assertEquals(series.points(1.01).map(({ duration }) => duration), [1.01]);
  assertEquals(series.points(1.5).map(({ duration }) => duration), [1, 0.5]);
});
