import { extname } from "node:path";
import type { OutputFile } from "../reports/output_file.ts";
import type { ReportSection } from "../reports/report_section.ts";
import { consoleSections } from "./_console_report.ts";
import { prepareFile, print } from "./_output.ts";
import { UsageError } from "./_usage_error.ts";

/** A decision, in the forms that it is written in. */
export interface WrittenVerdict {
  /** What stands above it. */
  readonly title: string;
  /** What there is to read. */
  readonly sections: readonly ReportSection[];
  /** The same for programs, as it becomes JSON. */
  readonly data: unknown;
}

/** The forms, by what names of files end in. */
const FORMS: Readonly<
  Record<string, (verdict: WrittenVerdict) => Promise<string>>
> = {
  ".json": ({ data }) => Promise.resolve(formatVerdictJson(data)),
  ".md": async ({ sections, title }) => {
    const { markdownPage } = await import("../reports/markdown_report.ts");
    return markdownPage(title, sections);
  },
  ".txt": ({ sections, title }) => consoleSections(title, sections, {}),
};

/** A file for a decision alone, without the results that it is about. */
export class VerdictOutput {
  readonly #file: OutputFile;
  readonly #format: (verdict: WrittenVerdict) => Promise<string>;

  private constructor(
    file: OutputFile,
    format: (verdict: WrittenVerdict) => Promise<string>,
  ) {
    this.#file = file;
    this.#format = format;
  }

  /**
   * Proves that it can be written to a file that `--output` names, in the form that
   * its name ends in; if it names none, there is nothing to prove.
   *
   * @throws {UsageError} if it cannot.
   */
  static async prepare(
    path: string | undefined,
  ): Promise<VerdictOutput | undefined> {
    if (path === undefined) return undefined;
    const extension = extname(path).toLowerCase();
    if (!Object.hasOwn(FORMS, extension)) {
      throw new UsageError(
        `--output got "${path}"; it takes a file whose name ends in ${
          Object.keys(FORMS).join(", ")
        }`,
      );
    }
    return new VerdictOutput(
      await prepareFile("--output", path),
      FORMS[extension],
    );
  }

  /** Writes the whole file. */
  async write(verdict: WrittenVerdict): Promise<void> {
    await this.#file.write(await this.#format(verdict));
  }
}

/** A decision as programs read it. */
function formatVerdictJson(data: unknown): string {
  return `${JSON.stringify(data, undefined, 2)}\n`;
}

/** How a command shows its decision. */
export interface ShownVerdict {
  /** As programs read it. */
  readonly json: boolean;
  /** Not at all. */
  readonly quiet: boolean;
}

/** Prints a decision: its tables, or the same as JSON. */
export async function showVerdict(
  { data, sections, title }: WrittenVerdict,
  { json, quiet }: ShownVerdict,
): Promise<void> {
  if (json) return await print(formatVerdictJson(data));
  if (quiet) return;
  await print(await consoleSections(title, sections));
}
