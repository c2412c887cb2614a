import { REPORT_FORMATS } from "../reports/formats.ts";
import type { ReportFormat } from "../reports/report_format.ts";
import { UsageError } from "./_usage_error.ts";

/** The names that `--format` takes. */
export const FORMAT_NAMES: readonly string[] = Object.keys(REPORT_FORMATS);

/** The format of a name that is one of {@linkcode FORMAT_NAMES}. */
export async function formatNamed(name: string): Promise<ReportFormat> {
  return await REPORT_FORMATS[name]();
}

/**
 * The format that a file's name asks for by what it ends in; `otherwise` is how
 * the user can say what it does not.
 *
 * @throws {UsageError} if there is none, which names the flag that got the file.
 */
export async function formatOfFile(
  flag: string,
  path: string,
  otherwise: string,
): Promise<ReportFormat> {
  const extensions: string[] = [];
  for (const load of Object.values(REPORT_FORMATS)) {
    const format = await load();
    if (format.makes === "folder") continue;
    if (path.toLowerCase().endsWith(`.${format.extension}`)) return format;
    extensions.push(`.${format.extension}`);
  }
  throw new UsageError(
    `${flag} got "${path}"; it takes a file whose name ends in ${
      extensions.join(", ")
    }, or ${otherwise}`,
  );
}
