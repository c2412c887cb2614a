import type { ResultDocument } from "../benchmarks/mod.ts";
import type { ReportSection } from "../reports/report_section.ts";
import type { FlagValues } from "./_flags.ts";

/** What decides about the results of a command that makes one document. */
export const JUDGE_FLAGS = {};

/** What was decided about results. */
export interface Judgement {
  /** What reports say of it, before all else. */
  readonly sections: readonly ReportSection[];
  /** Whether all passed that the user asked to be checked. */
  readonly passed: boolean;
}

/** Decides about results as {@linkcode JUDGE_FLAGS} say. */
export class Judge {
  /**
   * Proves before the run that it can be judged.
   *
   * @throws {UsageError} for what no results can be judged by.
   */
  static prepare(_values: FlagValues<typeof JUDGE_FLAGS>): Promise<Judge> {
    return Promise.resolve(new Judge());
  }

  /** Decides about a document. */
  judge(_document: ResultDocument): Promise<Judgement> {
    return Promise.resolve({ sections: [], passed: true });
  }
}
