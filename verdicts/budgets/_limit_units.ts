import type { MetricUnit } from "../../benchmarks/metrics/metric_units.ts";

/** Units by their names, each with how much it is in the metric's own unit. */
type UnitSizes = Readonly<Record<string, number>>;

const BYTES: UnitSizes = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

const BANDWIDTHS: UnitSizes = {
  ...renamed(BYTES, (name) => `${name}/s`),
  "kbit/s": 1e3 / 8,
  "Mbit/s": 1e6 / 8,
  "Gbit/s": 1e9 / 8,
};

/** The units that limits of a metric come in; `""` stands for none. */
const UNITS: Readonly<Record<MetricUnit, UnitSizes>> = {
  s: { ns: 1e-9, µs: 1e-6, us: 1e-6, ms: 1e-3, s: 1, m: 60 },
  B: BYTES,
  "B/s": BANDWIDTHS,
  "1/s": { "/s": 1, "k/s": 1e3, "M/s": 1e6, "": 1 },
  "Mbit/s": scaled(BANDWIDTHS, 8e-6),
  "%": { "%": 1 },
  share: { "%": 0.01 },
  count: { "": 1 },
};

/** Whether any metric's limit comes in a unit of this name. */
export function isLimitUnit(name: string): boolean {
  return Object.values(UNITS).some((sizes) => Object.hasOwn(sizes, name));
}

/** The names of the units that limits of a metric come in: `ns, µs, us, ms, s or m`. */
export function unitNames(metricUnit: MetricUnit): string {
  const names = Object.keys(UNITS[metricUnit]).map((name) => name || "no unit");
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} or ${last}`;
}

/**
 * An amount of a unit in the unit of a metric; `undefined` if that is measured in
 * something else.
 */
export function amountIn(
  metricUnit: MetricUnit,
  amount: number,
  name: string,
): number | undefined {
  const sizes = UNITS[metricUnit];
  if (!Object.hasOwn(sizes, name)) return undefined;
  // To all the digits that were written: 99.9 % is 0.999, and not a little more.
  return Number((amount * sizes[name]).toPrecision(15));
}

function renamed(
  sizes: UnitSizes,
  rename: (name: string) => string,
): UnitSizes {
  return Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [rename(name), size]),
  );
}

function scaled(sizes: UnitSizes, factor: number): UnitSizes {
  return Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [name, size * factor]),
  );
}
