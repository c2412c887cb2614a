import { fileURLToPath } from "node:url";
import { onAllProcessors } from "../_on_all_processors.ts";
import { descendantsOf } from "../servers/_process_tree.ts";

const CLI = fileURLToPath(import.meta.resolve("../../cli.ts"));

/** The least that a run can do, on ports that no other test has. */
export const SMALL_RUN: readonly string[] = [
  "--rpc-port=0",
  "--http-port=0",
  "--num-connections=2",
  "--num-requests=20",
  "--num-concurrent-clients=2",
  "--requests-per-client=10",
  "--warmup-requests=0",
];

/** What a command line left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command line is started. */
export interface CommandLineOptions {
  /** The folder that it is started in. Default: this process's own. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The program. Default: `cli.ts`. */
  readonly program?: string;
}

/** The command line, at work in a process group of its own. */
export class CommandLine implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #stdout: Promise<string>;
  readonly #stderr: Promise<void>;
  #words = "";
  #wake = () => {};

  /** Starts it. */
  constructor(
    args: readonly string[],
    { cwd, env, program = CLI }: CommandLineOptions = {},
  ) {
    const start = onAllProcessors(["run", "--quiet", "-A", program, ...args]);
    this.#process = new Deno.Command(start.program, {
      args: [...start.args],
      cwd,
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      detached: true,
    }).spawn();
    this.#stdout = new Response(this.#process.stdout).text();
    this.#stderr = this.#listen();
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Resolves with what it has said on standard error once a pattern is part of that. */
  async says(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.#words.match(pattern);
      if (match !== null) return match;
      const more = new Promise<"more">((resolve) =>
        this.#wake = () => resolve("more")
      );
      if (await Promise.race([more, this.#stderr]) !== "more") {
        throw new Error(`it ended and said no ${pattern}: ${this.#words}`);
      }
    }
  }

  /** Sends a signal to its process group, as a terminal does for Ctrl-C. */
  interrupt(signal: Deno.Signal = "SIGINT"): void {
    Deno.kill(-this.pid, signal);
  }

  /** Resolves when it has ended and nothing holds its output open. */
  async outcome(): Promise<Outcome> {
    const [{ code }, stdout] = await Promise.all([
      this.#process.status,
      this.#stdout,
      this.#stderr,
    ]);
    return { code, stdout, stderr: this.#words };
  }

  /** Ends it, if it has not. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const pid of [this.pid, ...await descendantsOf(this.pid)]) {
      try {
        Deno.kill(pid, "SIGKILL");
      } catch (error) {
        // It has ended already.
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    await this.outcome();
  }

  async #listen(): Promise<void> {
    const text = this.#process.stderr.pipeThrough(new TextDecoderStream());
    for await (const piece of text) {
      this.#words += piece;
      this.#wake();
    }
  }
}

/** Runs the command line to its end. */
export async function run(
  args: readonly string[],
  options: CommandLineOptions = {},
): Promise<Outcome> {
  await using commandLine = new CommandLine(args, options);
  return await commandLine.outcome();
}
