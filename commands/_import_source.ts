import { parseDenoBench } from "../benchmarks/deno_bench/parse_deno_bench.ts";
import type { ResultDocument } from "../benchmarks/mod.ts";
import { monitorDocument } from "../monitoring/records/monitor_document.ts";
import type { MonitorRecord } from "../monitoring/records/monitor_record.ts";
import { parseMonitorRecords } from "../monitoring/records/parse_monitor_records.ts";
import {
  readMonitorRecords,
  recordsWithin,
  type TimeRange,
} from "../monitoring/records/read_monitor_records.ts";
import { type InputOptions, readInput } from "./_input_file.ts";
import { STANDARD_INPUT } from "./_run_names.ts";

/** Any line of a monitor's: a loss of power may have torn the first. */
const MONITORED = /^\{"schema":"rpcbench-monitor\//m;

/**
 * Makes a result document of a file that another program wrote, whichever of those
 * that `import` knows it was. Of a monitor, intervals that ended within `range` count,
 * also those in the files before this one.
 *
 * @throws {UsageError} that names the file and says what is wrong with it.
 */
export function importDocument(
  path: string,
  options: InputOptions,
  range: TimeRange,
): Promise<ResultDocument> {
  return readInput(path, options, async (source) => {
    const text = new TextDecoder().decode(source);
    if (!MONITORED.test(text)) {
      if (range.from !== undefined || range.to !== undefined) {
        throw new TypeError(
          "it tells nothing of when it was measured, as --from and --to ask for",
        );
      }
      return parseDenoBench(text);
    }
    const records = path === STANDARD_INPUT
      ? recordsWithin(parseMonitorRecords(text), range)
      : await readMonitorRecords(path, range);
    return monitorDocument(someOf(records));
  });
}

function someOf(records: readonly MonitorRecord[]): readonly MonitorRecord[] {
  if (records.length > 0) return records;
  throw new TypeError("it has no interval that ended in the time asked for");
}
