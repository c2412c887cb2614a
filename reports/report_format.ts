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
  /** Makes all files; one, if it makes a file. */
  readonly format: (runs: readonly Run[]) => Promise<readonly ReportFile[]>;
}
