import type { ResultDocument } from "../benchmarks/mod.ts";
import type { ReportSection } from "../reports/report_section.ts";
import { toggle } from "./_flag_kinds.ts";

/** Whether a command says what is wrong with what it has measured. */
export const DIAGNOSE_FLAG = {
  diagnose: toggle({
    help: "say what is wrong, by the numbers, and what to do",
  }),
};

/** What is wrong, as reports say it. */
export async function diagnosisOf(
  document: ResultDocument,
): Promise<readonly ReportSection[]> {
  const { diagnose } = await import("../verdicts/diagnosis/diagnose.ts");
  const { diagnosisSections } = await import(
    "../reports/sections/diagnosis.ts"
  );
  return diagnosisSections([{ name: "", diagnosis: diagnose(document) }]);
}
