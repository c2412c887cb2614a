import {
  formatBandwidth,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatRatio,
} from "./units.ts";

/** What a number measures: how it is to be written, and what may stand on one axis. */
export type Quantity =
  /** Seconds. */
  | "duration"
  /** Bytes per second. */
  | "bandwidth"
  /** Per second. */
  | "rate"
  /** Bytes. */
  | "bytes"
  /** A whole number of things. */
  | "count"
  /** A part of a whole, from 0 to 1. */
  | "share"
  /** How many times another value. */
  | "ratio";

const FORMATS: Readonly<Record<Quantity, (value: number) => string>> = {
  duration: formatDuration,
  bandwidth: formatBandwidth,
  rate: formatRate,
  bytes: formatBytes,
  count: formatCount,
  share: formatPercent,
  ratio: formatRatio,
};

/** A value with its unit. */
export function formatQuantity(value: number, quantity: Quantity): string {
  return FORMATS[quantity](value);
}
