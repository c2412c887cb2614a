/** A table of a report, its cells as text: each format draws it in its own way. */
export interface ReportTable {
  /** What it is about. */
  readonly title: string;
  /** How to read it. */
  readonly note?: string;
  /** The columns' names. */
  readonly columns: readonly string[];
  /** As many cells each as there are columns. */
  readonly rows: readonly (readonly string[])[];
}
