/** Numbers with their units, for people: three digits are enough to compare. */

/** Units of durations, in seconds, the largest first. */
export const DURATION_UNITS = [
  [1, "s"],
  [1e-3, "ms"],
  [1e-6, "µs"],
  [1e-9, "ns"],
] as const;
/** Prefixes of what is counted in powers of ten, the largest first. */
export const DECIMAL_UNITS = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
] as const;
/** Below this, a number has all of its digits. */
const EXACT = 1e15;
/** Units of bytes, the smallest first, each 1024 times the one before. */
export const BINARY_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/**
 * Seconds as `"1.23 ms"`.
 *
 * @example Print a duration
 * ```ts
 * import { formatDuration } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatDuration(0.00123), "1.23 ms");
 * ```
 */
export function formatDuration(seconds: number): string {
  const rounded = roundToDigits(seconds);
  const [size, unit] = DURATION_UNITS.find(([size]) => rounded >= size) ??
    DURATION_UNITS[DURATION_UNITS.length - 1];
  return `${formatDigits(seconds / size)} ${unit}`;
}

/**
 * Bytes per second as `"1.23 GB/s"`, in powers of ten.
 *
 * @example Print a bandwidth
 * ```ts
 * import { formatBandwidth } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatBandwidth(1_234_000_000), "1.23 GB/s");
 * ```
 */
export function formatBandwidth(bytesPerSecond: number): string {
  return `${formatDecimal(bytesPerSecond)}B/s`;
}

/**
 * A rate as `"12.3 k/s"`.
 *
 * @example Print a throughput
 * ```ts
 * import { formatRate } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatRate(12_345), "12.3 k/s");
 * ```
 */
export function formatRate(perSecond: number): string {
  return `${formatDecimal(perSecond)}/s`;
}

/**
 * Bytes as `"64 KiB"`, in powers of two.
 *
 * @example Print a size
 * ```ts
 * import { formatBytes } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatBytes(65_536), "64 KiB");
 * ```
 */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  // As it is shown: what rounds up to 1024 KiB is one MiB.
  while (Number(size.toFixed(1)) >= 1024 && unit < BINARY_UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${Number(size.toFixed(1))} ${BINARY_UNITS[unit]}`;
}

/**
 * A ratio as `"1.23 ×"`.
 *
 * @example Print a ratio
 * ```ts
 * import { formatRatio } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatRatio(1.234), "1.23 ×");
 * ```
 */
export function formatRatio(ratio: number): string {
  return `${formatDigits(ratio)} ×`;
}

/**
 * A part of one as `"99.5 %"`.
 *
 * @example Print a success rate
 * ```ts
 * import { formatPercent } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatPercent(0.995), "99.5 %");
 * ```
 */
export function formatPercent(fraction: number): string {
  const percent = fraction * 100;
  // Rounding must not turn a failure into none.
  const rounded = fraction < 1 ? Math.min(percent, 99.99) : percent;
  return `${Number(rounded.toFixed(2))} %`;
}

/**
 * A whole number as `"1,000"`; one of more than 15 digits as `"1.23e+20"`.
 *
 * @example Print a count
 * ```ts
 * import { formatCount } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatCount(1000), "1,000");
 * ```
 */
export function formatCount(count: number): string {
  return Math.abs(count) >= EXACT && Number.isFinite(count)
    ? count.toExponential(2)
    : count.toLocaleString("en-US");
}

function formatDecimal(value: number): string {
  const rounded = roundToDigits(value);
  const [size, prefix] = DECIMAL_UNITS.find(([size]) => rounded >= size) ??
    DECIMAL_UNITS[DECIMAL_UNITS.length - 1];
  return `${formatDigits(value / size)} ${prefix}`;
}

function formatDigits(value: number): string {
  const rounded = roundToDigits(value);
  if (rounded >= 1000) return formatCount(Math.round(value));
  if (rounded > 0 && rounded < 0.1) return String(rounded);
  const decimals = rounded >= 100 ? 0 : rounded >= 10 ? 1 : 2;
  return rounded.toFixed(decimals);
}

/** Rounded first, 0.9996 s is one second and not 1000 ms. */
function roundToDigits(value: number): number {
  return Number(value.toPrecision(3));
}
