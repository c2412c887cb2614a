import { type Command, ExitCode } from "./_command.ts";
import type { TimeRange } from "../monitoring/records/read_monitor_records.ts";
import { moment } from "./_flag_kinds.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { Judge, JUDGE_FLAGS } from "./_judge.ts";
import { Report, REPORT_FLAGS } from "./_report_flags.ts";
import { UsageError } from "./_usage_error.ts";

const TAKES = "the file of what deno bench --json has printed, or of a monitor";
const FLAGS = {
  from: moment({
    help: "of what a monitor wrote, take intervals that ended after this",
  }),
  to: moment({
    help: "of what a monitor wrote, take intervals that ended until then",
  }),
  ...JUDGE_FLAGS,
  ...REPORT_FLAGS,
};

/** `rpcbench import`: makes a result document of what another program has measured. */
export const command: Command = {
  summary: "make a result document of what deno bench or a monitor has written",
  help: `Usage: rpcbench import FILE [flags]

  deno bench -A --json > bench.json
  rpcbench import bench.json -o results.json
  deno bench -A --json | rpcbench import - --report report.html
  rpcbench import monitor.jsonl --from 2026-05-04 --to 2026-05-05 -o monday.json

Takes what deno bench --json has printed, or what a PerformanceMonitor has
written; - is standard input. Each benchmark becomes a result, under its group
and its name. What Deno does not tell is not in the document: it keeps no median
and no spread. Of a monitor, each operation becomes a result, over all intervals
of the time that is asked for, those of the files before (monitor.jsonl.1, …)
too. Times are of this machine's time zone, unless they end in Z.

${describeFlags(FLAGS)}

Exit codes: 0 done, 1 a check failed, 2 wrong usage, or a file that neither has written,
3 the results cannot be written.`,
  async run(args) {
    const { values, operands } = parseFlags("import", FLAGS, args, 1);
    const [path] = operands;
    if (path === undefined) {
      throw new UsageError(
        `import takes ${TAKES}, or - for standard input`,
      );
    }
    return await importFile(path, values);
  },
};

async function importFile(
  path: string,
  values: FlagValues<typeof FLAGS>,
): Promise<number> {
  requireOrder(values);
  const judge = await Judge.prepare(values);
  const report = await Report.prepare(values);
  // What is heavy to load comes once the command line is known to be right.
  const { importDocument } = await import("./_import_source.ts");
  const document = await importDocument(
    path,
    { asked: "import", takes: TAKES },
    values,
  );
  const print = (line: string) => console.error(line);
  const passed = await judge.show(document, report, print);
  return passed ? ExitCode.done : ExitCode.checkFailed;
}

function requireOrder({ from, to }: TimeRange): void {
  if (from === undefined || to === undefined || from < to) return;
  throw new UsageError(
    `--from got ${from.toISOString()}; it takes a time before that of --to, ${to.toISOString()}`,
  );
}
