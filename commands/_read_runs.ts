import { parseResultDocument } from "../benchmarks/parse_result_document.ts";
import { inOneLine } from "../reports/one_line.ts";
import type { Run } from "../reports/run.ts";
import { runNames, STANDARD_INPUT } from "./_run_names.ts";
import { UsageError } from "./_usage_error.ts";

/** How reading documents is done. */
export interface ReadRunsOptions {
  /** What the user asked for, as errors name it: a command or a flag. */
  readonly asked: string;
  /** Is told of each document before it is read. */
  readonly onRead?: (path: string) => void;
}

/**
 * Reads the result documents of some files; `-` is standard input. Each is named
 * after its file; where that says the same of several, their folders come first.
 *
 * @throws {UsageError} that names the first file that is no result document, and
 * says what is wrong with it.
 */
export async function readRuns(
  paths: readonly string[],
  { asked, onRead }: ReadRunsOptions,
): Promise<Run[]> {
  const documents = new Map<string, Omit<Run, "name">>();
  for (const path of new Set(paths)) {
    onRead?.(path);
    try {
      const source = await readAll(path);
      const document = parseResultDocument(new TextDecoder().decode(source));
      documents.set(path, { document, source });
    } catch (error) {
      throw new UsageError(`${asked} got "${path}"; ${complaint(error)}`);
    }
  }
  const names = runNames(paths);
  return paths.flatMap((path, i) => {
    const read = documents.get(path);
    return read === undefined ? [] : [{ name: names[i], ...read }];
  });
}

async function readAll(path: string): Promise<Uint8Array<ArrayBuffer>> {
  if (path !== STANDARD_INPUT) return await Deno.readFile(path);
  return await new Response(Deno.stdin.readable).bytes();
}

/** What is wrong, of what the user can be blamed for; all else is thrown. */
function complaint(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.IsADirectory) {
    return "it takes the file of a result document, not a folder";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "it may not be read";
  }
  // Names that a damaged document has must not change how the terminal looks.
  if (error instanceof TypeError) return inOneLine(error.message);
  throw error;
}
