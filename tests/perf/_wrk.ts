import { fileURLToPath } from "node:url";

/** What wrk is asked to do. */
export interface WrkOptions {
  readonly url: string;
  readonly connections: number;
  readonly threads: number;
  /** Whole seconds. */
  readonly duration: number;
  /** Milliseconds that each connection pauses before a request, on average. */
  readonly pause?: number;
}

/** What wrk found. */
export interface WrkResult {
  /** Seconds for a request. */
  readonly median: number;
  /** Requests per second. */
  readonly rate: number;
}

const SCRIPT = new URL("wrk.lua", import.meta.url);

/** Why wrk cannot be run; `undefined` if it can, installed just now if need be. */
export async function whyNoWrk(): Promise<string | undefined> {
  if (await output("wrk", ["--version"]) !== undefined) return undefined;
  const why = "wrk is missing: apt-get install wrk";
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return why;
  console.error(`${why}…`);
  await output("apt-get", ["install", "-y", "wrk"]);
  return await output("wrk", ["--version"]) === undefined ? why : undefined;
}

/** Runs wrk; rejects if a request failed, since its numbers count those too. */
export async function runWrk(options: WrkOptions): Promise<WrkResult> {
  const { url, connections, threads, duration, pause } = options;
  const text = await output("wrk", [
    `--connections=${connections}`,
    `--threads=${threads}`,
    `--duration=${duration}s`,
    `--script=${fileURLToPath(SCRIPT)}`,
    url,
    ...pause === undefined ? [] : [String(pause)],
  ]);
  const last = text?.trimEnd().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`wrk said: ${text}`);
  const { median, rate, failures } = JSON.parse(last);
  if (failures === 0) return { median, rate };
  throw new Error(`${failures} requests of wrk failed`);
}

/** What a command prints; `undefined` if there is no such command. */
async function output(
  command: string,
  args: string[],
): Promise<string | undefined> {
  try {
    const { stdout } = await new Deno.Command(command, { args }).output();
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
