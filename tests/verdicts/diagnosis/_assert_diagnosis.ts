import { assertEquals } from "@std/assert";
import type { ResultDocument } from "../../../benchmarks/mod.ts";
import { diagnose, type FindingKind } from "../../../verdicts/mod.ts";
import { assertRestsOnMetrics } from "./_rests_on_metrics.ts";

/** So often may the machine be ill itself, when nothing runs for seconds. */
const ATTEMPTS = 5;

/**
 * Asserts that what is measured is found to have a disease before all others, of
 * which it may be the reason; or none; or none, but something that is good to know.
 */
export async function assertDiagnosis(
  expected: FindingKind | "nothing_wrong",
  measure: () => Promise<ResultDocument>,
): Promise<void> {
  for (let attempt = 1;; attempt++) {
    const document = await measure();
    const [{ findings, state }] = diagnose(document).servers;
    assertRestsOnMetrics(findings, document);
    const isTold = state === "problems" || expected !== "nothing_wrong";
    const first = (isTold ? findings.at(0)?.kind : undefined) ?? state;
    if (first === expected) return;
    if (attempt < ATTEMPTS) continue;
    const told = { findings, server: document.server };
    assertEquals(first, expected, JSON.stringify(told, null, 2));
  }
}
