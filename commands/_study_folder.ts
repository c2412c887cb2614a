import { join } from "node:path";
import {
  describeMachine,
  differingSetting,
  parseResultDocument,
  type ResultDocument,
  type StepRecord,
  type SweepSettings,
} from "../benchmarks/mod.ts";
import { formatJsonReport } from "../reports/json_report.ts";
import { OutputFile } from "../reports/output_file.ts";
import { prepareOutputIn } from "./_output.ts";
import { UsageError } from "./_usage_error.ts";

/** The folder of the steps' documents, within that of the study. */
const DOCUMENTS = "documents";

/** Which flags set what. */
const SETTING_FLAGS: Readonly<Record<keyof SweepSettings, string>> = {
  servers: "--skip-rpc-threaded, --skip-rpc-forking or --skip-http",
  remotes: "--remote",
  payloadSizes: "--payload-sizes",
  clientCounts: "--concurrency",
  scale: "--quick or --warmup-requests",
};

/**
 * What steps that stand side by side in a study must have in common. How many
 * cores a process may use, who starts it decides anew each time; with fewer than
 * two, the steps themselves warn.
 */
const SAME_MACHINE = ["deno", "v8", "os", "cpu_model"] as const;

/** Is locked while a sweep is at work, by whatever way that ends. */
const LOCK = ".lock";

/** The folder of a study: what is measured of it stays, whatever happens to the rest. */
export class StudyFolder implements Disposable {
  /** Where it is. */
  readonly path: string;
  /** Why some of what is there counts for nothing. */
  readonly notices: readonly string[];
  readonly #documents: Map<string, ResultDocument>;
  readonly #lock: Disposable;

  private constructor(
    path: string,
    documents: Map<string, ResultDocument>,
    notices: readonly string[],
    lock: Disposable,
  ) {
    this.path = path;
    this.#documents = documents;
    this.notices = notices;
    this.#lock = lock;
  }

  /**
   * Opens a folder, or makes it, and takes up the steps of it that are there;
   * with `restart`, it takes them away. Until disposed of, it is no other sweep's.
   *
   * @throws {UsageError} if it cannot be written to, if another sweep is at work in
   * it, or if its steps were measured with other settings, on another machine or by
   * another Deno.
   */
  static async open(
    path: string,
    settings: SweepSettings,
    { restart }: { readonly restart: boolean },
  ): Promise<StudyFolder> {
    for (const name of ["proof", join(DOCUMENTS, "proof")]) {
      await prepareOutputIn("--output-dir", path, name);
    }
    using stack = new DisposableStack();
    stack.use(await lockFolder(path));
    const documents = new Map<string, ResultDocument>();
    const notices: string[] = [];
    for await (const { name } of Deno.readDir(join(path, DOCUMENTS))) {
      if (!name.endsWith(".json")) continue;
      const file = join(path, DOCUMENTS, name);
      const document = await readStep(file);
      if (document === undefined) {
        notices.push(`${file} is not the document of a step; it is left alone`);
      } else if (restart) await Deno.remove(file);
      else {
        requireSame(path, document, settings);
        documents.set(stepOf(document).name, document);
      }
    }
    return new StudyFolder(path, documents, notices, stack.move());
  }

  /** Lets other sweeps in. */
  [Symbol.dispose](): void {
    this.#lock[Symbol.dispose]();
  }

  /** What was measured by now. */
  get documents(): readonly ResultDocument[] {
    return [...this.#documents.values()];
  }

  /** The names of the steps that need not be measured again. */
  get done(): ReadonlySet<string> {
    return new Set(
      this.documents.map(stepOf)
        .filter(({ completed }) => completed)
        .map(({ name }) => name),
    );
  }

  /** What the study was said to be about, the last time. */
  get description(): string | undefined {
    return this.documents
      .toSorted((a, b) => b.meta.started_at.localeCompare(a.meta.started_at))
      .at(0)?.meta.sweep?.description;
  }

  /** Takes in the document of a step, and writes it. */
  async add(document: ResultDocument): Promise<void> {
    const { name } = stepOf(document);
    await this.write(`${DOCUMENTS}/${name}.json`, formatJsonReport(document));
    this.#documents.set(name, document);
  }

  /** Writes a file in it, at once. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    const file = await OutputFile.prepare(join(this.path, name));
    await file.write(content);
  }
}

/** Two sweeps at once would disturb each other's numbers, and mix their steps. */
async function lockFolder(path: string): Promise<Disposable> {
  const file = await Deno.open(join(path, DOCUMENTS, LOCK), {
    create: true,
    write: true,
  });
  if (await file.tryLock(true)) return file;
  file.close();
  throw new UsageError(
    `--output-dir got "${path}", in which another sweep is at work; ` +
      "wait until it ends, or take another folder",
  );
}

/** The document of a step in a file; `undefined` if that is something else, or a link to nothing. */
async function readStep(path: string): Promise<ResultDocument | undefined> {
  try {
    const document = parseResultDocument(await Deno.readTextFile(path));
    stepOf(document);
    return document;
  } catch (error) {
    const isOther = error instanceof TypeError ||
      error instanceof Deno.errors.IsADirectory ||
      error instanceof Deno.errors.NotFound;
    if (isOther) return undefined;
    throw error;
  }
}

/** The one step that a document is of; throws a `TypeError` if it is of none, or of several. */
function stepOf({ meta }: ResultDocument): StepRecord {
  const [step, ...others] = meta.sweep?.steps ?? [];
  if (step !== undefined && others.length === 0) return step;
  throw new TypeError("the document is not that of a step");
}

/** Refuses to put beside each other what cannot be compared. */
function requireSame(
  path: string,
  document: ResultDocument,
  settings: SweepSettings,
): void {
  const how = difference(document, settings);
  if (how === undefined) return;
  throw new UsageError(
    `--output-dir got "${path}", which has steps that were measured ${how}; ` +
      "take another folder, or --restart to measure all again",
  );
}

/** How a step was measured that cannot stand beside what is measured now. */
function difference(
  document: ResultDocument,
  settings: SweepSettings,
): string | undefined {
  const machine = describeMachine();
  const other = SAME_MACHINE.find((key) => document.meta[key] !== machine[key]);
  if (other !== undefined) {
    return `where ${other} was ${document.meta[other]}, not ${machine[other]}`;
  }
  const setting = differingSetting(document, settings);
  return setting && `with other settings of ${SETTING_FLAGS[setting]}`;
}
