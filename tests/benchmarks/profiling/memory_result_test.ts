import { assertEquals } from "@std/assert";
import { memoryResult } from "../../../benchmarks/profiling/memory_result.ts";
import type { MemorySample } from "../../../servers/mod.ts";

const sample = (at: number, bytes: number): MemorySample => ({
  at,
  rss: bytes,
  heap_used: bytes,
  heap_total: bytes,
  external: 0,
});

Deno.test("memory has a start, an end, a peak and an increase", () => {
  const { start, end, peak, increase, series } = memoryResult([
    { memory: [sample(5, 10), sample(6, 40), sample(7, 25)] },
  ]);
  assertEquals(
    [start, end, peak, increase].map(({ rss }) => rss),
    [10, 25, 40, 15],
  );
  assertEquals(series.map(({ at }) => at), [0, 1, 2]);
});

Deno.test("memory of several processes is summed at each moment", () => {
  const { start, peak, end, series } = memoryResult([
    { memory: [sample(0, 10), sample(2, 50), sample(4, 10)] },
    { memory: [sample(1, 1), sample(3, 5)] },
  ]);
  assertEquals(series.map(({ rss }) => rss), [11, 11, 51, 55, 15]);
  assertEquals([start, peak, end].map(({ rss }) => rss), [11, 55, 15]);
});

Deno.test("a long series is thinned, and keeps its ends and its peak", () => {
  const memory = Array.from({ length: 500 }, (_, i) => sample(i, i));
  memory[251] = sample(251, 9999);
  const { series, peak } = memoryResult([{ memory }]);
  assertEquals(series.length, 120);
  assertEquals([series[0].at, series[119].at], [0, 499]);
  assertEquals(peak.rss, 9999);
});
