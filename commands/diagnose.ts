import { type Command, ExitCode } from "./_command.ts";
import { diagnosisText } from "./_diagnosis.ts";
import { text, toggle } from "./_flag_kinds.ts";
import { describeFlags, type FlagValues, parseFlags } from "./_flags.ts";
import { print } from "./_output.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS = {
  server: text({
    placeholder: "NAME",
    default: undefined,
    help: "diagnose only the server of this name",
  }),
  json: toggle({ help: "print what was found as JSON" }),
};

/** `rpcbench diagnose`: says what is wrong, by the numbers of result documents. */
export const command: Command = {
  summary:
    "say what is wrong with a server, by the numbers of result documents",
  help: `Usage: rpcbench diagnose FILE... [flags]

  rpcbench diagnose results.json
  rpcbench run --json | rpcbench diagnose -

Takes result documents, as run, load, scenario, sweep and profile write them, or
lists of them; - is standard input. Each finding says what was seen, the numbers
it rests on, how sure it is, and what to do, what costs least first. What was not
measured is called neither well nor ill. run, load, scenario and profile do the
same with --diagnose.

${describeFlags(FLAGS)}

Exit codes: 0 done, whatever was found, 2 wrong usage, or a file that is no result
document.`,
  async run(args) {
    const { values, operands } = parseFlags("diagnose", FLAGS, args, Infinity);
    if (operands.length === 0) {
      throw new UsageError(
        "diagnose takes the files of result documents, or - for standard input",
      );
    }
    await diagnoseFiles(operands, values);
    return ExitCode.done;
  },
};

async function diagnoseFiles(
  paths: readonly string[],
  { json, server }: FlagValues<typeof FLAGS>,
): Promise<void> {
  const { readRuns } = await import("./_read_runs.ts");
  const { diagnose } = await import("../verdicts/diagnosis/diagnose.ts");
  const runs = await readRuns(paths, { asked: "diagnose" });
  const all = runs.map(({ document, name }) => ({
    name,
    diagnosis: diagnose(document),
  }));
  const known = new Set(
    all.flatMap(({ diagnosis }) => diagnosis.servers.map((it) => it.server)),
  );
  if (server !== undefined && !known.has(server)) {
    throw new UsageError(
      `--server got ${JSON.stringify(server)}; it takes ${
        known.size === 0
          ? "a server, and there is none in the documents"
          : JSON.stringify([...known]).slice(1, -1).replaceAll(",", " or ")
      }`,
    );
  }
  const diagnosed = all.map(({ diagnosis, name }) => ({
    name,
    diagnosis: {
      servers: diagnosis.servers.filter((it) =>
        server === undefined || it.server === server
      ),
    },
  }));
  if (json) {
    await print(`${JSON.stringify(diagnosed, null, 2)}\n`);
    return;
  }
  const { diagnosisSections } = await import(
    "../reports/sections/diagnosis.ts"
  );
  await print(await diagnosisText(diagnosisSections(diagnosed)));
}
