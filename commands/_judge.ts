import type { ResultDocument } from "../benchmarks/mod.ts";
import { inOneLine } from "../units/one_line.ts";
import type { ReportSection } from "../reports/report_section.ts";
import type { Check } from "../verdicts/check.ts";
import { budgets } from "./_budget_flag.ts";
import { CHECK_OUTPUT_FLAGS, CheckOutput } from "./_check_output.ts";
import { DIAGNOSE_FLAG, diagnosisOf } from "./_diagnosis.ts";
import type { FlagValues } from "./_flags.ts";
import type { Report } from "./_report_flags.ts";
import { UsageError } from "./_usage_error.ts";

/** What decides about the results of a command that makes one document. */
export const JUDGE_FLAGS = {
  budget: budgets({
    help:
      'what a metric must keep to, as "latency.p99<100ms", or the exit code is 1; repeatable',
  }),
  ...CHECK_OUTPUT_FLAGS,
  ...DIAGNOSE_FLAG,
};

/** What was decided about results. */
export interface Judgement {
  /** What reports say of it, before all else. */
  readonly sections: readonly ReportSection[];
  /** What was checked. */
  readonly checks: readonly Check[];
  /** Whether all passed that the user asked to be checked. */
  readonly passed: boolean;
}

/** What commands show of their results: some have no `--json`. */
interface Shown {
  readonly quiet: boolean;
  readonly json?: boolean;
}

/** Decides about results as {@linkcode JUDGE_FLAGS} say. */
export class Judge {
  readonly #values: FlagValues<typeof JUDGE_FLAGS> & Shown;
  readonly #output: CheckOutput;

  private constructor(
    values: FlagValues<typeof JUDGE_FLAGS> & Shown,
    output: CheckOutput,
  ) {
    this.#values = values;
    this.#output = output;
  }

  /**
   * Proves before the run that it can be judged.
   *
   * @throws {UsageError} for what no results can be judged by, and for a file that
   * cannot be written.
   */
  static async prepare(
    values: FlagValues<typeof JUDGE_FLAGS> & Shown,
  ): Promise<Judge> {
    const { budget, junit } = values;
    if (junit !== undefined && budget.length === 0) {
      throw new UsageError("--junit writes what --budget checks; give one");
    }
    return new Judge(values, await CheckOutput.prepare(values));
  }

  /** Decides about a document. */
  async judge(document: ResultDocument): Promise<Judgement> {
    const judgement = await this.#judgeBudgets(document);
    const { sections } = judgement;
    return this.#values.diagnose
      ? {
        ...judgement,
        sections: [...sections, ...await diagnosisOf(document)],
      }
      : judgement;
  }

  async #judgeBudgets(document: ResultDocument): Promise<Judgement> {
    const { budget } = this.#values;
    if (budget.length === 0) return { sections: [], checks: [], passed: true };
    const { budgetChecks, judgeBudgets } = await import("../verdicts/mod.ts");
    const { budgetsSection } = await import("../reports/sections/budgets.ts");
    const results = judgeBudgets(document, budget);
    const section = budgetsSection([{ name: "", results }]);
    return {
      sections: section === undefined ? [] : [section],
      checks: budgetChecks(results),
      passed: results.every(({ outcome }) => outcome === "kept"),
    };
  }

  /** Judges a document, shows it with what was decided, and tells of that; whether all passed. */
  async show(
    document: ResultDocument,
    report: Report,
    print: (line: string) => void,
  ): Promise<boolean> {
    const judgement = await this.judge(document);
    await report.show(document, judgement.sections);
    await this.tell(judgement, print);
    return judgement.passed;
  }

  /** Tells continuous integration of it, and whom no summary is printed for. */
  async tell(
    { checks, sections }: Judgement,
    print: (line: string) => void,
  ): Promise<void> {
    const { json, quiet } = this.#values;
    const isShown = !quiet && json !== true;
    const diagnosis = sections.find(({ id }) => id === "diagnosis");
    if (!isShown) diagnosis?.lines.forEach((line) => print(inOneLine(line)));
    if (checks.length === 0) return;
    const lines = await this.#output.tell("Checks", checks, { isShown });
    for (const line of lines) print(line);
  }
}
