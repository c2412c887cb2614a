import { TextLineStream } from "@std/streams";

const CONFIG = new URL(import.meta.resolve("../../deno.json")).pathname;
const PROGRAM = new URL(import.meta.resolve("./_server_program.ts")).pathname;

/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly port: number;
  kill(signal: Deno.Signal): void;
}

/**
 * Starts a server on a free port, which it prints; disposal ends it and waits
 * for its end.
 */
export async function startServerProcess(
  program: string = PROGRAM,
): Promise<ServerProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--config", CONFIG, "--allow-net", "--allow-sys", program],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = child.stdout
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream())
    .getReader();
  const { value: port } = await lines.read();
  return {
    port: Number(port),
    kill: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      await child.stdin.close().catch(ignoreBrokenPipe);
      await child.status;
      await lines.cancel();
    },
  };
}

/** A server that was killed reads no more input. */
function ignoreBrokenPipe(error: unknown): void {
  if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
}
