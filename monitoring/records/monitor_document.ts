import { ErrorLog } from "../../benchmarks/error_log.ts";
import type {
  ResultDocument,
  ServerResult,
} from "../../benchmarks/result_document.ts";
import { SampleRecorder } from "../../benchmarks/sample_recorder.ts";
import { mergedSamples } from "./_merged_samples.ts";
import type { MonitorRecord } from "./monitor_record.ts";

/** Clocks that differ by so many seconds in an interval do not just drift. */
const TIME_IS_SET = 1;

/**
 * Makes a result document of what monitors have written: one result per
 * operation, over all intervals. Reports, comparisons and budgets take it like
 * that of a run. Percentiles are within 0.1 %.
 *
 * @throws {TypeError} if there are no records, or one has a damaged histogram.
 *
 * @example Compare two hours of a program
 * ```ts
 * import {
 *   monitorDocument,
 *   PerformanceMonitor,
 *   readMonitorRecords,
 * } from "@x/rpcbench/monitoring";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * {
 *   await using monitor = await PerformanceMonitor.start({ file });
 *   await monitor.track("get_user", () => Promise.resolve("Ada"));
 * }
 * const document = monitorDocument(await readMonitorRecords(file));
 * assertEquals(Object.keys(document), ["meta", "get_user"]);
 * await Deno.remove(file);
 * ```
 */
export function monitorDocument(
  records: readonly MonitorRecord[],
): ResultDocument {
  if (records.length === 0) throw new TypeError("there are no records");
  const [first] = records;
  const byKey = Map.groupBy(records, ({ operation }) => keyOf(operation));
  const span = spanOf(records);
  return {
    meta: {
      schema: "rpcbench/1",
      started_at: span.from.toISOString(),
      duration: span.seconds,
      ...first.machine,
      config: { monitored: true },
      warnings: warningsOf(records),
    },
    ...Object.fromEntries(
      Array.from(
        byKey,
        ([key, ofIt]) => [key, resultOf(ofIt)],
      ),
    ),
  };
}

/** In a document, `meta` is none. */
function keyOf(operation: string): string {
  return operation === "meta" ? "program/meta" : operation;
}

function resultOf(records: readonly MonitorRecord[]): ServerResult {
  const [{ operation: name }] = records;
  const latency = new SampleRecorder({ exactLimit: 0 });
  const errors = new ErrorLog();
  let total = 0;
  let failed = 0;
  let cpuSeconds = 0;
  for (const record of records) {
    total += record.total_requests;
    failed += record.failed_requests;
    cpuSeconds += record.process.cpu_seconds;
    errors.addCounts(record.errors);
    mergeLatency(latency, record);
  }
  const { seconds } = spanOf(records);
  const samples = mergedSamples(records);
  return {
    name,
    protocol: /^(call|answer)\//.test(name) ? "rpc" : "program",
    server_mode: "program",
    duration: seconds,
    total_requests: total,
    failed_requests: failed,
    ...total === 0 ? {} : { success_rate: (total - failed) / total },
    ...seconds > 0 ? { throughput: (total - failed) / seconds } : {},
    ...latency.count === 0 ? {} : {
      latency: {
        ...latency.summary({ distribution: true }),
        ...samples && { samples },
      },
    },
    client_process: {
      cpu_seconds: cpuSeconds,
      rss_max: records.reduce(
        (most, { process }) => Math.max(most, process.rss),
        0,
      ),
    },
    metadata: { errors: errors.counts() },
  };
}

function mergeLatency(
  all: SampleRecorder,
  { latency, latency_histogram, operation, timestamp }: MonitorRecord,
): void {
  if (latency === undefined) return;
  const { count, max, mean, min, stdev } = latency;
  try {
    all.merge(SampleRecorder.revive({
      options: { exactLimit: 0, resolution: 1e-9, significantDigits: 3 },
      moments: {
        count,
        mean,
        min,
        max,
        squaredDeviations: stdev ** 2 * (count - 1),
      },
      histogram: latency_histogram ?? "",
    }));
  } catch (error) {
    throw new TypeError(
      `the histogram of ${operation} at ${timestamp} is damaged`,
      { cause: error },
    );
  }
}

function warningsOf(records: readonly MonitorRecord[]): string[] {
  const machines = new Set(records.map((it) => JSON.stringify(it.machine)));
  const set = records.some(({ duration, since, timestamp }) =>
    Math.abs(secondsFrom(since, timestamp) - duration) > TIME_IS_SET
  );
  return [
    ...machines.size === 1
      ? []
      : [`measured on ${machines.size} machines; the first is named here`],
    ...set
      ? [
        "the time of the day was set meanwhile, or the machine slept: what is per second may be wrong",
      ]
      : [],
  ];
}

/** From the begin of the first interval to the end of the last. */
function spanOf(
  records: readonly MonitorRecord[],
): { readonly from: Date; readonly seconds: number } {
  let from = Infinity;
  let to = -Infinity;
  for (const { duration, timestamp } of records) {
    const end = Date.parse(timestamp);
    // When it says that it began, the time of the day may have been another.
    from = Math.min(from, end - duration * 1000);
    to = Math.max(to, end);
  }
  return { from: new Date(from), seconds: (to - from) / 1000 };
}

function secondsFrom(since: string, timestamp: string): number {
  return (Date.parse(timestamp) - Date.parse(since)) / 1000;
}
