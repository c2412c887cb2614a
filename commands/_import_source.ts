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
import { isMonitored, isResultDocument } from "./_file_kinds.ts";
import { type InputOptions, readInput } from "./_input_file.ts";
import { STANDARD_INPUT } from "./_run_names.ts";

/**
 * Makes a result document of a file that another program wrote, whichever of those
 * that `import` knows it was. Of a monitor, intervals that ended within `range` count,
 * also those in the files before this one. What is no file has none before it.
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
    if (isResultDocument(text)) {
      throw new TypeError("it is a result document already");
    }
    // A monitor that has filled a file may have written nothing to the next yet.
    if (text !== "" && !isMonitored(text)) {
      if (range.from !== undefined || range.to !== undefined) {
        throw new TypeError(
          "it tells nothing of when it was measured, as --from and --to ask for",
        );
      }
      return parseDenoBench(text);
    }
    const all = await isFile(path)
      ? await readMonitorRecords(path)
      : parseMonitorRecords(text);
    const records = recordsWithin(all, range);
    if (records.length > 0) return monitorDocument(records);
    throw new TypeError(all.length === 0 ? "it is empty" : outOfTime(all));
  });
}

/** Says which time might have been asked for. */
function outOfTime(all: readonly MonitorRecord[]): string {
  const ends = all.map(({ timestamp }) => timestamp).toSorted();
  return `it has no interval that ended in the time asked for; the first ended at ${
    ends[0]
  }, the last at ${ends.at(-1)}`;
}

/** A pipe is not: it has been read, and does not tell twice. */
async function isFile(path: string): Promise<boolean> {
  return path !== STANDARD_INPUT && (await Deno.stat(path)).isFile;
}
