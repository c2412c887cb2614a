import type { ReportSection } from "./report_section.ts";
import type { Run } from "./run.ts";

/** A file of a report. */
export interface ReportFile {
  /** Its name, with its extension. */
  readonly name: string;
  /** Text, or bytes of a picture. */
  readonly content: string | Uint8Array;
}

/** A form that reports come in. */
export interface ReportFormat {
  /** What it is for, in one line. */
  readonly summary: string;
  /** What names of its files end in, without the dot. */
  readonly extension: string;
  /** Whether it makes one file, or a folder of them. */
  readonly makes: "file" | "folder";
  /**
   * Makes all files; one, if it makes a file. What was decided about the runs comes
   * first, in formats that say more than numbers.
   */
  readonly format: (
    runs: readonly Run[],
    verdicts?: readonly ReportSection[],
  ) => Promise<readonly ReportFile[]>;
}
