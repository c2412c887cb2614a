import { TextLineStream } from "@std/streams";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(import.meta.resolve("./_proxy_program.ts"));

/** How a proxy treats what goes through it. */
interface ProxyOptions {
  /** Milliseconds that bytes take each way. */
  readonly delay?: number;
  /** How many connections it takes. */
  readonly most?: number;
}

/** A proxy before a server, in a process of its own. */
export class Proxy implements AsyncDisposable {
  /** Where it listens. */
  readonly port: number;
  readonly #process: Deno.ChildProcess;

  private constructor(process: Deno.ChildProcess, port: number) {
    this.#process = process;
    this.port = port;
  }

  /** Starts one before a port of this machine. */
  static async start(
    target: number,
    { delay = 0, most = Infinity }: ProxyOptions,
  ): Promise<Proxy> {
    const process = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-config",
        "--allow-net=127.0.0.1",
        PROGRAM,
        ...[target, delay, most].map(String),
      ],
      stdout: "piped",
    }).spawn();
    const lines = process.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) return new Proxy(process, Number(line));
    throw new Error("the proxy ended before it listened");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#process.status;
  }
}
