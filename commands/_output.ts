import { join } from "node:path";
import { OutputFile } from "../reports/output_file.ts";
import { UsageError } from "./_usage_error.ts";
import { messageOf } from "../rpc/message_of.ts";

/**
 * Proves that the file that a flag names can be written, before all else; if it
 * names none, there is nothing to prove.
 *
 * @throws {UsageError} if it cannot.
 */
export async function prepareOutput(
  flag: string,
  path: string | undefined,
): Promise<OutputFile | undefined> {
  return path === undefined ? undefined : await prepareFile(flag, path);
}

/**
 * Proves that a file that a flag names can be written.
 *
 * @throws {UsageError} if it cannot.
 */
export async function prepareFile(
  flag: string,
  path: string,
): Promise<OutputFile> {
  const takes = `got "${path}"; it takes a file that can be written`;
  return await prepare(path, `${flag} ${takes}`);
}

/**
 * Proves that a file can be written in the folder that a flag names.
 *
 * @throws {UsageError} if it cannot.
 */
export async function prepareOutputIn(
  flag: string,
  folder: string,
  name: string,
): Promise<OutputFile> {
  const takes = `got "${folder}"; it takes a folder that can be written to`;
  return await prepare(join(folder, name), `${flag} ${takes}`);
}

async function prepare(path: string, complaint: string): Promise<OutputFile> {
  try {
    return await OutputFile.prepare(path);
  } catch (error) {
    const reason = messageOf(error);
    throw new UsageError(`${complaint}: ${reason}`);
  }
}

/** Writes all of a text or of bytes; `console.log` may lose their end when the program exits. */
export async function print(content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  try {
    for (let written = 0; written < bytes.length;) {
      written += await Deno.stdout.write(bytes.subarray(written));
    }
  } catch (error) {
    // Who reads has seen enough, as `head` has after its lines.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
