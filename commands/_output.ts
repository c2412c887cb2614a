import { OutputFile } from "../reports/output_file.ts";
import { UsageError } from "./_usage_error.ts";

/**
 * Proves that the file that a flag names can be written, before all else.
 *
 * @throws {UsageError} if it cannot.
 */
export async function prepareOutput(
  flag: string,
  path: string | undefined,
): Promise<OutputFile | undefined> {
  if (path === undefined) return undefined;
  try {
    return await OutputFile.prepare(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${flag} got "${path}"; it takes a file that can be written: ${reason}`,
    );
  }
}

/** Writes all of a text; `console.log` may lose the end of it when the program exits. */
export async function print(text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) {
    written += await Deno.stdout.write(bytes.subarray(written));
  }
}
