import { inOneLine } from "../units/one_line.ts";
import { STANDARD_INPUT } from "./_run_names.ts";
import { UsageError } from "./_usage_error.ts";

/** What a file is read for. */
export interface InputOptions {
  /** What the user asked for, as errors name it: a command or a flag. */
  readonly asked: string;
  /** What the file should be: `"the file of a result document"`. */
  readonly takes: string;
}

/**
 * Reads a file that the user named, and makes of it what `parse` does; `-` is
 * standard input.
 *
 * @throws {UsageError} that names the file and says what is wrong with it, in one
 * line: it cannot be read, or `parse` throws a `TypeError`.
 */
export async function readInput<Content>(
  path: string,
  { asked, takes }: InputOptions,
  parse: (source: Uint8Array<ArrayBuffer>) => Content | Promise<Content>,
): Promise<Content> {
  try {
    return await parse(await readAll(path));
  } catch (error) {
    throw new UsageError(
      `${asked} got "${inOneLine(path)}"; ${complaint(error, takes)}`,
    );
  }
}

async function readAll(path: string): Promise<Uint8Array<ArrayBuffer>> {
  if (path !== STANDARD_INPUT) return await Deno.readFile(path);
  return await new Response(Deno.stdin.readable).bytes();
}

/** What is wrong, of what the user can be blamed for; all else is thrown. */
function complaint(error: unknown, takes: string): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.IsADirectory) {
    return `it takes ${takes}, not a folder`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "it may not be read";
  }
  // Names that a damaged document has must not change how the terminal looks.
  if (error instanceof TypeError) return inOneLine(error.message);
  // Of all else that the file system refuses, it says why; the path is told already.
  if (error instanceof Error && "code" in error) {
    return `it cannot be read: ${error.message.replace(/: readfile .*$/s, "")}`;
  }
  throw error;
}
