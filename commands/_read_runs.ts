import { parseResultDocuments } from "../benchmarks/parse_result_document.ts";
import { formatJsonReport } from "../reports/json_report.ts";
import type { Run } from "../reports/run.ts";
import { isBenched, isMonitored } from "./_file_kinds.ts";
import { readInput } from "./_input_file.ts";
import { runNames } from "./_run_names.ts";

const TAKES = "the file of a result document";

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
    read.set(path, await readInput(path, { asked, takes: TAKES }, documentsIn));
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
  if (isBenched(text) || isMonitored(text)) {
    throw new TypeError(
      "it is no result document; rpcbench import makes one of it",
    );
  }
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
