import { TextLineStream } from "@std/streams";
import { hostInUrl } from "./_host_in_url.ts";
import { listenArguments, type ListenOptions } from "./processes/listen.ts";
import type { PackageLock } from "./package_lock.ts";
import { parseLine, type ProcessMessage } from "./processes/parent_channel.ts";

/** How long a subprocess may take to report that it listens, in seconds. */
export const START_TIMEOUT = 10;
/** How long it may take to end by itself, in milliseconds; then it is killed. */
const STOP_TIMEOUT = 2000;
/** How many of its last lines an error quotes. */
const QUOTED_LINES = 20;

/** What a server's subprocess is started with. */
export interface ServerProcessOptions {
  /** What error messages call the server. */
  readonly name: string;
  /** The module that it runs, as a URL, with the flags that this takes. */
  readonly program: readonly string[];
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
  /** The address that it listens on. */
  readonly hostname: string;
  /** The port that it listens on. */
  readonly port: number;
  /** Resolves when the subprocess has ended, wanted or not. */
  readonly exited: Promise<Deno.CommandStatus>;

  readonly #child: Deno.ChildProcess;
  readonly #output: Output;

  private constructor(
    child: Deno.ChildProcess,
    output: Output,
    hostname: string,
    port: number,
  ) {
    this.#child = child;
    this.#output = output;
    this.hostname = hostname;
    this.port = port;
    this.exited = child.status;
  }

  /**
   * Starts a subprocess; resolves once it listens and `verify` has made a
   * connection.
   *
   * @throws {Error} with the subprocess's own words if it ends, says that it
   * cannot serve, or says nothing for `startTimeout`.
   */
  static async start(options: ServerProcessOptions): Promise<ServerProcess> {
    const { name, program, permissions, lock, listen, startTimeout } = options;
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
    const output = new Output(child);
    // What it started ends with it, unless it was killed and they never yield.
    child.status.then(() => {
      output.grandchildren.forEach(kill);
      lock[Symbol.dispose]();
    });
    try {
      const port = await output.ready(name, startTimeout);
      await verify(options, port, output);
      output.passOn();
      if (listen.port !== 0 && listen.port !== port) {
        options.onNotice?.(
          `port ${listen.port} is taken; ${name} listens on ${port}`,
        );
      }
      return new ServerProcess(child, output, listen.hostname, port);
    } catch (error) {
      await stop(child, output);
      throw error;
    }
  }

  /** The subprocess's id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The ids of the subprocess and of those that it started and that still run. */
  processIds(): readonly number[] {
    return [this.#child.pid, ...this.#output.grandchildren];
  }

  /** Ends the subprocess and all that it started, and waits for that. */
  async stop(): Promise<void> {
    await stop(this.#child, this.#output);
  }

  /** Ends the subprocess and all that it started, and waits for that. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

async function verify(
  { name, verify }: ServerProcessOptions,
  port: number,
  output: Output,
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

async function stop(child: Deno.ChildProcess, output: Output): Promise<void> {
  await output.closeInput();
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

/** What a subprocess writes: messages for us, and words for people. */
class Output {
  /** The processes that the subprocess has started and that still run. */
  readonly grandchildren = new Set<number>();
  /** Resolves when both streams have ended. */
  readonly ended: Promise<unknown>;
  readonly #child: Deno.ChildProcess;
  readonly #started = Promise.withResolvers<ProcessMessage | undefined>();
  /** Kept until the server runs; `undefined` from then on. */
  #heldBack: string[] | undefined = [];
  #inputOpen = true;

  constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.ended = Promise.all([
      this.#follow(child.stdout),
      this.#follow(child.stderr),
    ]);
    this.ended.then(() => this.#started.resolve(undefined));
  }

  /** The port that the subprocess listens on, once it does. */
  async ready(name: string, timeout = START_TIMEOUT): Promise<number> {
    const timer = setTimeout(
      () =>
        this.#started.resolve({
          kind: "failed",
          reason: `silent for ${timeout} s`,
        }),
      timeout * 1000,
    );
    const message = await this.#started.promise;
    clearTimeout(timer);
    if (message?.kind === "ready") return message.port;
    const reason = message?.kind === "failed"
      ? message.reason
      : `it ended with ${describe(await this.#child.status)}`;
    throw new Error(this.quote(`${name} did not start: ${reason}`));
  }

  /** A message with what the subprocess last said below it. */
  quote(message: string): string {
    return [message, ...(this.#heldBack ?? []).slice(-QUOTED_LINES)].join("\n");
  }

  /** Shows what the subprocess says from now on, and what it has said so far. */
  passOn(): void {
    for (const line of this.#heldBack ?? []) console.error(line);
    this.#heldBack = undefined;
  }

  /** Tells the subprocess to end. */
  async closeInput(): Promise<void> {
    if (!this.#inputOpen) return;
    this.#inputOpen = false;
    try {
      await this.#child.stdin.close();
    } catch (error) {
      // It has closed its end already, which comes to the same.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  }

  async #follow(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  ): Promise<void> {
    const lines = stream
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) {
      const { printed, message } = parseLine(line);
      if (message !== undefined) this.#receive(message);
      if (printed === "") continue;
      if (this.#heldBack !== undefined) this.#heldBack.push(printed);
      else console.error(printed);
    }
  }

  #receive(message: ProcessMessage): void {
    switch (message.kind) {
      case "ready":
      case "failed":
        return this.#started.resolve(message);
      case "spawned":
        this.grandchildren.add(message.pid);
        return;
      case "ended":
        this.grandchildren.delete(message.pid);
        return;
    }
  }
}

function describe({ code, signal }: Deno.CommandStatus): string {
  return signal === null ? `code ${code}` : `signal ${signal}`;
}
