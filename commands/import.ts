import { type Command, ExitCode } from "./_command.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { Judge, JUDGE_FLAGS } from "./_judge.ts";
import { Report, REPORT_FLAGS } from "./_report_flags.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS = { ...JUDGE_FLAGS, ...REPORT_FLAGS };

/** `rpcbench import`: makes a result document of what another program has measured. */
export const command: Command = {
  summary: "make a result document of what deno bench --json has printed",
  help: `Usage: rpcbench import FILE [flags]

  deno bench -A --json > bench.json
  rpcbench import bench.json -o results.json
  deno bench -A --json | rpcbench import - --report report.html

Takes what deno bench --json has printed; - is standard input. Each benchmark
becomes a result, under its group and its name. What Deno does not tell is not
in the document: it keeps no median and no spread.

${describeFlags(FLAGS)}

Exit codes: 0 done, 1 a check failed, 2 wrong usage, or a file that deno bench has not
printed, 3 the results cannot be written.`,
  async run(args) {
    const { values, operands } = parseFlags("import", FLAGS, args, 1);
    const [path] = operands;
    if (path === undefined) {
      throw new UsageError(
        "import takes the file of what deno bench --json has printed, or - for standard input",
      );
    }
    return await importFile(path, values);
  },
};

async function importFile(
  path: string,
  values: FlagValues<typeof FLAGS>,
): Promise<number> {
  const judge = await Judge.prepare(values);
  const report = await Report.prepare(values);
  // What is heavy to load comes once the command line is known to be right.
  const { parseDenoBench } = await import(
    "../benchmarks/deno_bench/parse_deno_bench.ts"
  );
  const { readInput } = await import("./_input_file.ts");
  const document = await readInput(
    path,
    {
      asked: "import",
      takes: "the file of what deno bench --json has printed",
    },
    (source) => parseDenoBench(new TextDecoder().decode(source)),
  );
  const print = (line: string) => console.error(line);
  const passed = await judge.show(document, report, print);
  return passed ? ExitCode.done : ExitCode.checkFailed;
}
