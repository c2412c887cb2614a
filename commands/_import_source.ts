import { parseDenoBench } from "../benchmarks/deno_bench/parse_deno_bench.ts";
import type { ResultDocument } from "../benchmarks/mod.ts";
import { monitorDocument } from "../monitoring/records/monitor_document.ts";
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
    // A monitor that has filled a file may have written nothing to the next yet.
    if (text !== "" && !MONITORED.test(text)) {
      if (range.from !== undefined || range.to !== undefined) {
        throw new TypeError(
          "it tells nothing of when it was measured, as --from and --to ask for",
        );
      }
      return parseDenoBench(text);
    }
    const records = await isFile(path)
      ? await readMonitorRecords(path, range)
      : recordsWithin(parseMonitorRecords(text), range);
    if (records.length > 0) return monitorDocument(records);
    throw new TypeError(
      text === ""
        ? "it is empty"
        : "it has no interval that ended in the time asked for",
    );
  });
}

/** A pipe is not: it has been read, and does not tell twice. */
async function isFile(path: string): Promise<boolean> {
  return path !== STANDARD_INPUT && (await Deno.stat(path)).isFile;
}
