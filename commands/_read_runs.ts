import { parseResultDocuments } from "../benchmarks/parse_result_document.ts";
import { formatJsonReport } from "../reports/json_report.ts";
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
 * A file may have a list of them, which are numbered.
 *
 * @throws {UsageError} that names the first file that is no result document, and
 * says what is wrong with it.
 */
export async function readRuns(
  paths: readonly string[],
  options: ReadRunsOptions,
): Promise<Run[]> {
  const files = await readFiles(paths, options);
  return files.flatMap(({ runs }) => runs);
}

/** The runs of one file. */
export interface FileOfRuns {
  /** What it is called: the name of its only run, or what those of several begin with. */
  readonly name: string;
  /** At least one. */
  readonly runs: readonly Run[];
}

/**
 * Reads result documents as {@linkcode readRuns} does, file by file.
 *
 * @throws {UsageError} as that does.
 */
export async function readFiles(
  paths: readonly string[],
  { asked, onRead }: ReadRunsOptions,
): Promise<FileOfRuns[]> {
  const read = new Map<string, readonly Omit<Run, "name">[]>();
  for (const path of new Set(paths)) {
    onRead?.(path);
    try {
      read.set(path, documentsIn(await readAll(path)));
    } catch (error) {
      throw new UsageError(
        `${asked} got "${inOneLine(path)}"; ${complaint(error)}`,
      );
    }
  }
  const names = runNames(paths);
  return paths.map((path, i) => {
    const documents = read.get(path) ?? [];
    const runs = documents.map((document, j) => ({
      name: documents.length === 1 ? names[i] : `${names[i]} #${j + 1}`,
      ...document,
    }));
    return { name: names[i], runs };
  });
}

/** The document in a file; if it has a list of them, each as it would stand alone. */
function documentsIn(
  source: Uint8Array<ArrayBuffer>,
): readonly Omit<Run, "name">[] {
  const text = new TextDecoder().decode(source);
  const documents = parseResultDocuments(text);
  const [document, ...others] = documents;
  if (others.length === 0 && !text.trimStart().startsWith("[")) {
    return [{ document, source }];
  }
  return documents.map((document) => ({
    document,
    source: new TextEncoder().encode(formatJsonReport(document)),
  }));
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
  // Of all else that the file system refuses, it says why; the path is told already.
  if (error instanceof Error && "code" in error) {
    return `it cannot be read: ${error.message.replace(/: readfile .*$/s, "")}`;
  }
  throw error;
}
