import { hostInUrl } from "./_host_in_url.ts";
import { ProcessInput } from "./_process_input.ts";
import { ProcessOutput } from "./_process_output.ts";
import { Questions } from "./_questions.ts";
import type { Answer, Question } from "./inspection/question.ts";
import { listenArguments, type ListenOptions } from "./processes/listen.ts";
import type { PackageLock } from "./package_lock.ts";
import type { SecurityMessage } from "./processes/security_message.ts";

/** How long a subprocess may take to report that it listens, in seconds. */
export const START_TIMEOUT = 10;
/** How long it may take to end by itself, in milliseconds; then it is killed. */
const STOP_TIMEOUT = 2000;

/** What a server's subprocess is started with. */
export interface ServerProcessOptions {
  /** What error messages call the server. */
  readonly name: string;
  /** The module that it runs, as a URL, with the flags that this takes. */
  readonly program: readonly string[];
  /** Whether it starts a process for each connection. Default `false`. */
  readonly supervises?: boolean;
  /** Its permission flags, as `deno run` takes them. */
  readonly permissions: readonly string[];
  /** The packages that it uses; disposed of when it has ended. */
  readonly lock: PackageLock;
  /** Where it listens. */
  readonly listen: ListenOptions;
  /** Seconds that it may take to report that it listens. Default 10. */
  readonly startTimeout?: number;
  /** What else it is told, after where it listens. */
  readonly arguments?: readonly string[];
  /** What it is told that no other program may read. */
  readonly security?: SecurityMessage;
  /** Hears that another port than the wanted one is listened on. */
  readonly onNotice?: (notice: string) => void;
  /** Makes a real connection, to prove that one goes through. */
  readonly verify: (port: number) => Promise<void>;
}

/**
 * A Deno subprocess that serves on a port. It ends with this process, however
 * this process ends.
 */
export class ServerProcess implements AsyncDisposable {
  /** What error messages call it. */
  readonly name: string;
  /** The address that it listens on. */
  readonly hostname: string;
  /** The port that it listens on. */
  readonly port: number;
  /** Resolves when the subprocess has ended, wanted or not. */
  readonly exited: Promise<Deno.CommandStatus>;

  readonly #subprocess: Subprocess;

  private constructor(
    { name, listen }: ServerProcessOptions,
    subprocess: Subprocess,
    port: number,
  ) {
    this.name = name;
    this.#subprocess = subprocess;
    this.hostname = listen.hostname;
    this.port = port;
    this.exited = subprocess.child.status;
  }

  /**
   * Starts a subprocess; resolves once it listens and `verify` has made a
   * connection.
   *
   * @throws {Error} with the subprocess's own words if it ends, says that it
   * cannot serve, or says nothing for `startTimeout`.
   */
  static async start(options: ServerProcessOptions): Promise<ServerProcess> {
    const { name, listen, startTimeout = START_TIMEOUT } = options;
    const subprocess = spawn(options);
    const { output } = subprocess;
    try {
      const port = await output.ready(name, startTimeout);
      await verify(options, port, output);
      output.passOn();
      if (listen.port !== 0 && listen.port !== port) {
        options.onNotice?.(
          `port ${listen.port} is taken; ${name} listens on ${port}`,
        );
      }
      return new ServerProcess(options, subprocess, port);
    } catch (error) {
      await stop(subprocess);
      throw error;
    }
  }

  /** The subprocess's id. */
  get pid(): number {
    return this.#subprocess.child.pid;
  }

  /** The ids of the subprocess and of those that it started and that still run. */
  processIds(): readonly number[] {
    return [this.pid, ...this.#subprocess.output.grandchildren];
  }

  /** Asks the subprocess, and those that it started; gives the answer of each. */
  ask(question: Question): Promise<readonly Answer[]> {
    return this.#subprocess.questions.ask(question);
  }

  /** Ends the subprocess and all that it started, and waits for that. */
  async stop(): Promise<void> {
    await stop(this.#subprocess);
  }

  /** Ends the subprocess and all that it started, and waits for that. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** A subprocess and the ways to talk with it. */
interface Subprocess {
  readonly child: Deno.ChildProcess;
  readonly input: ProcessInput;
  readonly output: ProcessOutput;
  readonly questions: Questions;
}

function spawn(options: ServerProcessOptions): Subprocess {
  const { name, program, permissions, lock, listen, supervises = false } =
    options;
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      ...denoArguments(permissions, lock),
      ...program,
      ...listenArguments(listen),
      ...options.arguments ?? [],
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    // Ctrl-C is for this process, which ends its subprocesses in good order.
    detached: true,
  });
  const child = command.spawn();
  const input = new ProcessInput(child);
  if (options.security !== undefined) {
    // That it has ended before it could read this, its end tells.
    input.tell(options.security).catch(() => {});
  }
  const questions = new Questions(name, (message) => input.tell(message));
  const output = new ProcessOutput(child, {
    answered: (piece) => questions.receive(piece),
    supervises,
  });
  // What it started ends with it, unless it was killed and they never yield.
  child.status.then(() => {
    output.grandchildren.forEach(kill);
    questions.end();
    lock[Symbol.dispose]();
  });
  return { child, input, output, questions };
}

async function verify(
  { name, verify }: ServerProcessOptions,
  port: number,
  output: ProcessOutput,
): Promise<void> {
  try {
    await verify(port);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      output.quote(
        `${name} listens, but no connection goes through: ${reason}`,
      ),
      { cause },
    );
  }
}

/** The arguments for `deno` itself, up to the module. */
export function denoArguments(
  permissions: readonly string[],
  lock: PackageLock,
): string[] {
  return [
    "run",
    "--quiet",
    "--no-prompt",
    ...lock.flags,
    ...permissions,
  ];
}

/** The permission to listen on a host, and to do nothing else. */
export function permissionToListen(hostname: string): string {
  return `--allow-net=${hostInUrl(hostname)}`;
}

async function stop({ child, input, output }: Subprocess): Promise<void> {
  await input.close();
  const timer = setTimeout(() => kill(child.pid), STOP_TIMEOUT);
  await child.status;
  clearTimeout(timer);
  await output.ended;
}

function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    // It ended in the meantime.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
