import { messageOf } from "../../rpc/message_of.ts";
import { lineFiles } from "./_line_file.ts";
import type { MonitorRecord } from "./monitor_record.ts";
import { parseMonitorRecords } from "./parse_monitor_records.ts";

/** A part of the time; without an end, it has none. */
export interface TimeRange {
  /** What ended after this counts. */
  readonly from?: Date;
  /** What ended after this does not. */
  readonly to?: Date;
}

/**
 * Reads all that monitors have written to a file and to those before it
 * (`file.1`, `file.2`, …), the oldest first.
 *
 * @throws {TypeError} that names the file which is not of a monitor, and says why.
 * @throws {Deno.errors.NotFound} if there is no such file.
 *
 * @example Look at the last hour
 * ```ts
 * import { PerformanceMonitor, readMonitorRecords } from "@x/rpcbench/monitoring";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * {
 *   await using monitor = await PerformanceMonitor.start({ file });
 *   await monitor.track("get_user", () => Promise.resolve("Ada"));
 * }
 * const from = new Date(Date.now() - 3_600_000);
 * const records = await readMonitorRecords(file, { from });
 * assertEquals(records.map(({ operation }) => operation), ["get_user"]);
 * await Deno.remove(file);
 * ```
 */
export async function readMonitorRecords(
  file: string,
  range: TimeRange = {},
): Promise<MonitorRecord[]> {
  const records: MonitorRecord[] = [];
  for await (const path of lineFiles(file)) {
    // One by one: a file has more of them than a call may have arguments.
    for (const record of recordsWithin(await readFile(path), range)) {
      records.push(record);
    }
  }
  return records;
}

/** Those of some records that count in a part of the time. */
export function recordsWithin(
  records: readonly MonitorRecord[],
  { from, to }: TimeRange,
): MonitorRecord[] {
  return records.filter(({ timestamp }) => {
    const ended = Date.parse(timestamp);
    return !(from !== undefined && ended <= from.getTime()) &&
      !(to !== undefined && ended > to.getTime());
  });
}

async function readFile(path: string): Promise<MonitorRecord[]> {
  const lines = await Deno.readTextFile(path);
  try {
    return parseMonitorRecords(lines);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(`${path}: ${messageOf(error)}`, { cause: error });
  }
}
