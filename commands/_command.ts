/** What a command tells the shell when it ends. */
export const ExitCode = {
  /** All went well. */
  done: 0,
  /** A check that the user asked for did not pass. */
  checkFailed: 1,
  /** The command line was wrong. */
  usage: 2,
  /** The run itself failed. */
  failed: 3,
  /** The user interrupted it. */
  interrupted: 130,
} as const;

/** A command of the command line. */
export interface Command {
  /** What it is for, in one line. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /**
   * How many of its arguments are its own; the rest is for a program that it
   * runs. Default: all.
   */
  readonly countOwn?: (args: readonly string[]) => number;
  /**
   * Runs it and resolves with the exit code; throws a `UsageError` for a wrong
   * command line.
   */
  readonly run: (args: readonly string[]) => Promise<number>;
}
