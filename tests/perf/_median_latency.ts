import { median } from "../../benchmarks/mod.ts";

/** The median duration, in seconds, of requests one after another. */
export async function medianLatency(
  request: () => Promise<unknown>,
  count = 1000,
): Promise<number> {
  const samples = new Float64Array(count);
  for (let i = 0; i < samples.length; i++) {
    const start = performance.now();
    await request();
    samples[i] = (performance.now() - start) / 1000;
  }
  return median(samples);
}
