import {
  date,
  type Form,
  isObject,
  listOf,
  number,
  objectOf,
  optional,
  text,
} from "../../benchmarks/forms/form.ts";
import { ERROR_COUNT, SUMMARY } from "../../benchmarks/forms/summary_form.ts";
import type { Machine } from "../../benchmarks/machine.ts";
import {
  type MonitoredProcess,
  type MonitorRecord,
  RECORD_SCHEMA,
} from "./monitor_record.ts";

const RECORD: Form = objectOf<MonitorRecord>({
  timestamp: date,
  since: date,
  duration: number,
  operation: text,
  total_requests: number,
  failed_requests: number,
  success_rate: optional(number),
  throughput: number,
  in_flight: number,
  latency: optional(SUMMARY),
  latency_histogram: optional(text),
  errors: listOf(ERROR_COUNT),
  process: objectOf<MonitoredProcess>({
    pid: number,
    cpu_seconds: number,
    rss: number,
  }),
  machine: objectOf<Machine>({
    deno: text,
    v8: text,
    os: text,
    cpu_model: text,
    cpu_cores: number,
    memory_bytes: number,
  }),
});

/**
 * Reads what a monitor has written, line by line. A line that is no JSON is left
 * out: a loss of power or a full disk has torn it.
 *
 * @throws {TypeError} that says which line is JSON of something else, or that no
 * line is of a monitor.
 *
 * @example Read one file
 * ```ts
 * import { parseMonitorRecords, PerformanceMonitor } from "@x/rpcbench/monitoring";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * {
 *   await using monitor = await PerformanceMonitor.start({ file });
 *   await monitor.track("get_user", () => Promise.resolve("Ada"));
 * }
 * const [record] = parseMonitorRecords(await Deno.readTextFile(file));
 * assertEquals([record.operation, record.total_requests], ["get_user", 1]);
 * await Deno.remove(file);
 * ```
 */
export function parseMonitorRecords(lines: string): MonitorRecord[] {
  const records = lines.split("\n").flatMap((line, i) => {
    const value = parseLine(line);
    if (value === undefined) return [];
    requireRecord(value, i + 1);
    return [value];
  });
  if (records.length === 0 && lines.trim() !== "") {
    throw new TypeError("it has no line that a monitor wrote");
  }
  return records;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function requireRecord(
  value: unknown,
  number: number,
): asserts value is MonitorRecord {
  if (!isObject(value) || !("schema" in value)) {
    throw new TypeError(`line ${number} is JSON, but no monitor wrote it`);
  }
  const { schema } = value;
  if (schema !== RECORD_SCHEMA) {
    throw new TypeError(
      `line ${number}: its schema is ${
        JSON.stringify(schema)
      }; this version reads "${RECORD_SCHEMA}"`,
    );
  }
  const fault = RECORD(value);
  if (fault !== undefined) {
    throw new TypeError(`line ${number} is damaged: ${fault}`);
  }
}
