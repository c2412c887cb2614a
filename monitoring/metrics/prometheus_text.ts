import type {
  HistogramSample,
  Labels,
  MetricFamily,
  MetricSource,
} from "./metric_family.ts";

/** The media type of {@linkcode prometheusText}. */
export const PROMETHEUS_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * What sources have counted, in Prometheus' text exposition format 0.0.4. Names
 * follow its conventions: base units, and `_total` for counters.
 *
 * @throws {TypeError} if two sources have the same metric with the same labels:
 * they need names.
 *
 * @example Look at what Prometheus would get
 * ```ts
 * import { PerformanceMonitor, prometheusText } from "@x/rpcbench/monitoring";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * await using monitor = await PerformanceMonitor.start({ file });
 * await monitor.track("get_user", () => Promise.resolve("Ada"));
 * assertStringIncludes(
 *   prometheusText(monitor),
 *   'rpcbench_operation_requests_total{operation="get_user"} 1\n',
 * );
 * await Deno.remove(file);
 * ```
 */
export function prometheusText(...sources: readonly MetricSource[]): string {
  const families = sources.flatMap((source) => source.metricFamilies());
  const byName = Map.groupBy(families, prometheusName);
  return Array.from(byName, ([name, ofIt]) => familyText(name, ofIt)).join("");
}

/** `rpcbench_operation_latency_seconds` */
function prometheusName({ name, type, unit }: MetricFamily): string {
  return [
    name.replaceAll(/[^a-zA-Z0-9_]/g, "_"),
    ...unit === undefined ? [] : ["seconds"],
    ...type === "counter" ? ["total"] : [],
  ].join("_");
}

/** A metric of all sources, which Prometheus wants in one place. */
function familyText(name: string, families: readonly MetricFamily[]): string {
  const [{ help, type }] = families;
  const lines = families.flatMap((family) =>
    family.type === "histogram"
      ? family.samples.flatMap((sample) => histogramLines(name, sample))
      : family.samples.map(({ labels, value }) => line(name, labels, value))
  );
  const series = new Set(lines.map((it) => it.slice(0, it.lastIndexOf(" "))));
  if (series.size < lines.length) {
    throw new TypeError(
      `${name} is there twice with the same labels; give its sources different names`,
    );
  }
  if (lines.length === 0) return "";
  return [
    `# HELP ${name} ${escape(help)}`,
    `# TYPE ${name} ${type}`,
    ...lines,
    "",
  ].join("\n");
}

function histogramLines(
  name: string,
  { buckets, labels, sum }: HistogramSample,
): string[] {
  const count = buckets.at(-1)?.[1] ?? 0;
  return [
    ...buckets.map(([bound, count]) =>
      line(`${name}_bucket`, { ...labels, le: number(bound) }, count)
    ),
    line(`${name}_sum`, labels, sum),
    line(`${name}_count`, labels, count),
  ];
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, value]) =>
    `${key}="${escape(value).replaceAll('"', '\\"')}"`
  );
  const all = pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
  return `${name}${all} ${number(value)}`;
}

/** What names and messages hold is anyone's: it must stay on its line. */
function escape(text: string): string {
  return text.toWellFormed().replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function number(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}
