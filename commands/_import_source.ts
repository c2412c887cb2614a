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
    if (isResultDocument(text)) {
      throw new TypeError("it is a result document already");
    }
    if (!isMonitored(text)) {
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
    return monitorDocument(
      records.length > 0 ? records : refuse(await readAllOf(path, text)),
    );
  });
}

/** Whatever the time is that was asked for. */
async function readAllOf(
  path: string,
  text: string,
): Promise<readonly MonitorRecord[]> {
  return path === STANDARD_INPUT
    ? parseMonitorRecords(text)
    : await readMonitorRecords(path);
}

/** Says which time a user might have asked for. */
function refuse(all: readonly MonitorRecord[]): never {
  const ends = all.map(({ timestamp }) => timestamp).toSorted();
  const told = ends.length === 0
    ? ""
    : `; the first ended at ${ends[0]}, the last at ${ends.at(-1)}`;
  throw new TypeError(
    `it has no interval that ended in the time asked for${told}`,
  );
}
