import { assertEquals } from "@std/assert";
import {
  formatBandwidth,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatRatio,
} from "../../units/units.ts";

/** Checks a formatter against what it should say of each value. */
function assertFormats(
  format: (value: number) => string,
  expected: readonly (readonly [value: number, text: string])[],
): void {
  assertEquals(
    expected.map(([value]) => [value, format(value)]),
    expected.map((pair) => [...pair]),
  );
}

Deno.test("durations have three digits and the unit that suits them", () => {
  assertFormats(formatDuration, [
    [1e-9, "1.00 ns"],
    [12.34e-9, "12.3 ns"],
    [1e-6, "1.00 µs"],
    [72.34e-6, "72.3 µs"],
    [0.00123, "1.23 ms"],
    [0.5, "500 ms"],
    [1, "1.00 s"],
    [59.94, "59.9 s"],
    [123.4, "123 s"],
  ]);
});

Deno.test("durations that round up to the next unit are given in it", () => {
  assertFormats(formatDuration, [
    [999.4e-3, "999 ms"],
    [999.96e-3, "1.00 s"],
    [999.4e-6, "999 µs"],
    [999.96e-6, "1.00 ms"],
    [999.96e-9, "1.00 µs"],
    [9.996e-3, "10.0 ms"],
    [99.96e-3, "100 ms"],
  ]);
});

Deno.test("durations at the ends of the scale stay readable", () => {
  assertFormats(formatDuration, [
    [0, "0.00 ns"],
    [1e-10, "0.10 ns"],
    [1e-12, "0.001 ns"],
    [86_400, "86,400 s"],
    [1e9, "1,000,000,000 s"],
  ]);
});

Deno.test("bandwidths and rates go in powers of ten", () => {
  assertFormats(formatBandwidth, [
    [0, "0.00 B/s"],
    [999, "999 B/s"],
    [999.6, "1.00 kB/s"],
    [1024, "1.02 kB/s"],
    [1e6, "1.00 MB/s"],
    [999_960_000, "1.00 GB/s"],
    [5e12, "5,000 GB/s"],
  ]);
  assertFormats(formatRate, [
    [0, "0.00 /s"],
    [0.5, "0.50 /s"],
    [0.0125, "0.0125 /s"],
    [500, "500 /s"],
    [12_345, "12.3 k/s"],
    [1e6, "1.00 M/s"],
  ]);
});

Deno.test("sizes go in powers of two, and round up to the next unit as they should", () => {
  assertFormats(formatBytes, [
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1 KiB"],
    [1536, "1.5 KiB"],
    [65_536, "64 KiB"],
    [1024 ** 2 - 1, "1 MiB"],
    [1.5 * 1024 ** 2, "1.5 MiB"],
    [500 * 1024 ** 2, "500 MiB"],
    [1024 ** 4, "1 TiB"],
    [5000 * 1024 ** 4, "5000 TiB"],
  ]);
});

Deno.test("small ratios keep their digits", () => {
  assertFormats(formatRatio, [
    [1, "1.00 ×"],
    [1.234, "1.23 ×"],
    [12.34, "12.3 ×"],
    [1234, "1,234 ×"],
    [0.45, "0.45 ×"],
    [0.0527, "0.0527 ×"],
    [0.004, "0.004 ×"],
    [Infinity, "∞ ×"],
  ]);
});

Deno.test("per cent never round a failure away", () => {
  assertFormats(formatPercent, [
    [0, "0 %"],
    [0.5, "50 %"],
    [0.99, "99 %"],
    [0.999999, "99.99 %"],
    [1, "100 %"],
  ]);
});

Deno.test("counts have commas", () => {
  assertFormats(formatCount, [
    [0, "0"],
    [999, "999"],
    [
      1_234_567,
      "1,234,567",
    ],
    [1e15, "1.00e+15"],
    [1e308, "1.00e+308"],
  ]);
});
