import { formatJsonReport } from "../reports/json_report.ts";
import type { Command } from "./_command.ts";
import { consoleSections } from "./_console_report.ts";
import { DIAGNOSE_FLAG, diagnosisOf } from "./_diagnosis.ts";
import { seconds, text, texts, toggle, wholeNumber } from "./_flag_kinds.ts";
import {
  countOwnArguments,
  describeFlags,
  type FlagValues,
  parseFlags,
} from "./_flags.ts";
import { moduleUrl } from "./_module_url.ts";
import { prepareOutput, print } from "./_output.ts";
import { permissionFlags, permissions } from "./_permissions.ts";
import type { ProfileSettings, ProfileView } from "./_profile_channel.ts";
import type { ProfileDocument } from "./_profile_document.ts";
import { Report, REPORT_FLAGS } from "./_report_flags.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS = {
  tree: toggle({ help: "show which call caused which" }),
  timeline: toggle({ help: "show when calls were made" }),
  references: toggle({ help: "show what became of remote objects" }),
  slow: wholeNumber({
    placeholder: "N",
    least: 1,
    default: undefined,
    help: "show slow calls, of the N methods that took longest by them",
  }),
  full: toggle({ help: "show all there is" }),
  "slow-threshold": seconds({
    default: 0.1,
    help: "a call that takes longer is slow",
  }),
  "deep-threshold": wholeNumber({
    placeholder: "N",
    least: 1,
    default: 5,
    help: "a call that is more calls deep is deep",
  }),
  "history-limit": wholeNumber({
    placeholder: "N",
    least: 0,
    most: 1_000_000,
    default: 10_000,
    help: "how many of the latest calls to keep",
  }),
  "no-stacks": toggle({ help: "do not find the line of each call" }),
  "no-references": toggle({ help: "do not track remote objects" }),
  "print-slow": toggle({ help: "print each slow call when it ends" }),
  "print-deep": toggle({ help: "print each deep call when it is made" }),
  trace: text({
    placeholder: "FILE",
    default: undefined,
    help: "write a trace for Perfetto or chrome://tracing",
  }),
  output: text({
    aliases: ["o"],
    placeholder: "FILE",
    default: undefined,
    help: "write the result document, with statistics, findings and calls",
  }),
  report: REPORT_FLAGS.report,
  ...DIAGNOSE_FLAG,
  json: toggle({
    help:
      "print the result document instead of the summary; the program's own output goes to standard error",
  }),
  quiet: toggle({ aliases: ["q"], help: "print no summary" }),
  allow: permissions({ help: "what alone the program may do" }),
  "deno-flag": texts({
    placeholder: "FLAG",
    help:
      "a flag of deno run for the program, as --deno-flag=--inspect; repeatable",
    form: /^-/,
    what: "a flag of deno run",
  }),
};

/** The views that have a flag, in the order in which they are shown. */
const VIEWS = ["slow", "references", "timeline", "tree"] as const;

/** `rpcbench profile`: runs a program, and tells where its round trips go. */
export const command: Command = {
  summary: "run a program and show where its round trips go",
  help: `Usage: rpcbench profile [flags] SCRIPT [arguments]

Runs a program as deno run does, profiles all its rpcbench connections, and
prints a summary to standard error when it ends, however it ends. What its web
workers call is not seen.

${describeFlags(FLAGS)}

Without --allow, the program may do all that deno run -A permits. Flags after
SCRIPT are the program's own. The exit code is the program's too, 128 and the
signal's number if a signal ended it; 2 for wrong usage.`,
  countOwn: (args) => countOwnArguments(FLAGS, args),
  async run(args) {
    const own = countOwnArguments(FLAGS, args);
    const { values } = parseFlags("profile", FLAGS, args.slice(0, own));
    const program = args.slice(own);
    if (program.length === 0) throw new UsageError("profile takes a script");
    await moduleUrl("profile", program[0]);
    return await profile(program, values);
  },
};

async function profile(
  program: readonly string[],
  values: FlagValues<typeof FLAGS>,
): Promise<number> {
  const reports = await Report.prepare(values);
  const trace = await prepareOutput("--trace", values.trace);
  const { runProfiled } = await import("./_profiled_program.ts");
  const allowed = values.allow.length === 0 ? ["all"] : values.allow;
  const settings = settingsOf(values);
  const [script] = program;
  const document = wantsDocument(values)
    ? await startDocument(script, settings)
    : undefined;
  const { code, report } = await runProfiled({
    program,
    flags: [...permissionFlags(allowed), ...values["deno-flag"]],
    settings,
    stdoutToStderr: values.json,
  });
  document?.end();
  if (report === undefined) {
    console.error(
      "rpcbench: the program ended before it could report its calls",
    );
    return code;
  }
  if (document !== undefined) {
    const result = document.of(code, report);
    const verdicts = values.diagnose ? await diagnosisOf(result) : [];
    await reports.write(result, verdicts);
    if (values.diagnose && !values.json && !values.quiet) {
      console.error(await consoleSections("What is wrong", verdicts));
    }
    if (values.json) await print(formatJsonReport(result));
  }
  if (trace !== undefined) {
    const { formatChromeTrace } = await import("../telemetry/chrome_trace.ts");
    await trace.write(formatChromeTrace(report.remoteCalls));
  }
  if (!values.json && !values.quiet) console.error(report.text);
  return code;
}

function wantsDocument(
  { diagnose, json, output, report }: FlagValues<typeof FLAGS>,
): boolean {
  return diagnose || json || output !== undefined || report.length > 0;
}

/** Only where it is wanted: what it loads takes as long as a short program. */
async function startDocument(
  script: string,
  { telemetry }: ProfileSettings,
): Promise<ProfileDocument> {
  const { ProfileDocument } = await import("./_profile_document.ts");
  return new ProfileDocument(script, telemetry);
}

function settingsOf(values: FlagValues<typeof FLAGS>): ProfileSettings {
  return {
    telemetry: {
      trackStacks: !values["no-stacks"],
      trackReferences: !values["no-references"],
      slowCallThreshold: values["slow-threshold"],
      deepStackThreshold: values["deep-threshold"],
      historyLimit: values["history-limit"],
    },
    printSlow: values["print-slow"],
    printDeep: values["print-deep"],
    views: viewsOf(values),
    slowCalls: values.slow,
    withCalls: wantsDocument(values) || values.trace !== undefined,
  };
}

function viewsOf(values: FlagValues<typeof FLAGS>): ProfileView[] {
  const asked = VIEWS.filter((view) =>
    values[view] !== false && values[view] !== undefined
  );
  return values.full ? ["full"] : ["summary", "findings", ...asked];
}
