import type { ReportSection } from "../reports/report_section.ts";
import type { Run } from "../reports/run.ts";

/**
 * What experiments of two sides say, of those runs that are one; what that takes is
 * loaded only if there is one.
 */
export async function abSections(
  runs: readonly Run[],
): Promise<ReportSection[]> {
  const experiments = runs.flatMap(({ document: { meta }, name }) =>
    meta.ab === undefined ? [] : [{ name, record: meta.ab }]
  );
  if (experiments.length === 0) return [];
  const { abSection } = await import("../reports/sections/ab.ts");
  const { analyzeAb } = await import("../verdicts/ab/analyze_ab.ts");
  const { courseOf } = await import("../verdicts/ab/course_of.ts");
  return experiments.map(({ name, record }, i) => {
    const section = abSection({
      record,
      analysis: analyzeAb(record),
      course: courseOf(record),
    });
    return experiments.length === 1 ? section : {
      ...section,
      id: `${section.id}_${i + 1}`,
      title: `${section.title}, ${name}`,
    };
  });
}
