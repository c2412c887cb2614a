import { spawn } from "node:child_process";
import { constants } from "node:os";
import {
  type ProfileReport,
  type ProfileSettings,
  REPORT_SIGNAL,
} from "./_profile_channel.ts";
import { LocalModule } from "./_local_module.ts";
import { ProfileReports } from "./_profile_reports.ts";
import { send, SignalRelay } from "./_signal_relay.ts";

const PRELOAD = import.meta.resolve("./_profile_preload.ts");
/** How long a program may take to report, in milliseconds. */
const REPORT_TIMEOUT = 1000;

/** Which program to profile, and how. */
export interface ProfiledProgramOptions {
  /** The module, and its arguments. */
  readonly program: readonly string[];
  /** Flags of `deno run`. */
  readonly flags: readonly string[];
  readonly settings: ProfileSettings;
  /** Whether what it prints to standard output goes to standard error. */
  readonly stdoutToStderr: boolean;
}

/** How a profiled program ended. */
export interface ProfiledEnd {
  /** Its exit code; 128 and the signal's number if a signal ended it. */
  readonly code: number;
  /** What it last reported, unless it ended before it could. */
  readonly report: ProfileReport | undefined;
}

/**
 * Runs a program to its end, on this process's standard streams, and profiles it.
 *
 * It runs in a session of its own, so that Ctrl-C comes here first: the program
 * reports, and then gets the signal, which does what it would have done anyway.
 */
export async function runProfiled(
  { program, flags, settings, stdoutToStderr }: ProfiledProgramOptions,
): Promise<ProfiledEnd> {
  await using profiler = await LocalModule.of(PRELOAD);
  const preload = preloadUrl(profiler.url, settings);
  const child = spawn(
    Deno.execPath(),
    ["run", ...flags, `--preload=${preload}`, ...program],
    {
      detached: true,
      stdio: ["inherit", stdoutToStderr ? 2 : "inherit", "inherit", "pipe"],
    },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error("the program could not be started");
  using reports = new ProfileReports(child);
  using _relay = new SignalRelay(pid, async () => {
    send(REPORT_SIGNAL, pid);
    await reports.next(REPORT_TIMEOUT);
  });
  const { code, signal } = await new Promise<ChildEnd>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal }))
  );
  // What a signal ends has reported before, or could not.
  if (signal === null) await reports.last(REPORT_TIMEOUT);
  return {
    code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
    report: reports.latest,
  };
}

interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * A module with the settings in it, since a program may not be allowed to read
 * them from anywhere.
 */
function preloadUrl(profiler: string, settings: ProfileSettings): string {
  const source = `
    import { profileThisProgram } from ${JSON.stringify(profiler)};
    profileThisProgram(${JSON.stringify(settings)});
  `;
  return `data:application/javascript,${encodeURIComponent(source)}`;
}
