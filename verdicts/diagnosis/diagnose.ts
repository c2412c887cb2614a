import type { ResultDocument } from "../../benchmarks/mod.ts";
import { incompletenessOf } from "../incompleteness.ts";
import { type Evidence, evidenceOf } from "./_evidence.ts";
import type { Rule } from "./_rule.ts";
import { RULES } from "./_rules.ts";
import type { FindingKind, ServerFinding } from "./server_finding.ts";

/** What is wrong with the servers of a document. */
export interface Diagnosis {
  /** What the document lacks of what its run was to find out, a sentence each. */
  readonly incompleteness: readonly string[];
  /** Server by server, in the order of the document. */
  readonly servers: readonly ServerDiagnosis[];
}

/** What is wrong with one server, or with those who call it. */
export interface ServerDiagnosis {
  /** Its key in the document. */
  readonly server: string;
  /**
   * Whether a problem was found; or none, by enough evidence to say so; or none
   * for want of evidence.
   */
  readonly state: "problems" | "nothing_wrong" | "cannot_tell";
  /** What was found, in the order in which to mend it. */
  readonly findings: readonly ServerFinding[];
  /** What could not be looked for. */
  readonly unknown: readonly UnknownKind[];
}

/** What could not be looked for, and why. */
export interface UnknownKind {
  /** What might be. */
  readonly kind: FindingKind;
  /** What was not measured, as a clause: `"no latency was measured"`. */
  readonly missing: string;
}

/**
 * Says what is wrong with each server of a document, by the numbers in it: a
 * decision tree of rules, each of which finds something, or finds that it is not
 * there, or cannot tell for want of evidence. It never calls a server healthy that
 * was not measured.
 *
 * @example Diagnose a server that fails every tenth request
 * ```ts
 * import { BenchmarkMetrics, BenchmarkResults } from "@x/rpcbench/benchmarks";
 * import { diagnose } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const metrics = new BenchmarkMetrics({ name: "shop", protocol: "rpc" });
 * for (let i = 0; i < 90; i++) metrics.addLatency(0.001);
 * for (let i = 0; i < 10; i++) metrics.recordFailure(new Error("pool is empty"));
 * const results = new BenchmarkResults();
 * results.addResult("shop", metrics);
 * const [{ findings }] = diagnose(results.toJSON()).servers;
 * assertEquals(findings[0].kind, "server_exhaustion");
 * ```
 */
export function diagnose(document: ResultDocument): Diagnosis {
  return {
    incompleteness: incompletenessOf(document),
    servers: evidenceOf(document).map(examine),
  };
}

function examine(evidence: Evidence): ServerDiagnosis {
  const rules = RULES.filter((rule) => applies(rule, evidence));
  const examined = rules.map((rule) => ({
    rule,
    examination: rule.examine(evidence),
  }));
  const findings = examined.flatMap(({ examination }) =>
    examination.outcome === "found" ? [examination.finding] : []
  );
  const unknown = examined.flatMap(({ examination, rule }) =>
    examination.outcome === "unknown"
      ? [{ rule, missing: examination.missing }]
      : []
  );
  return {
    server: evidence.server,
    state: findings.some(({ weight }) => weight === "problem")
      ? "problems"
      : unknown.some(({ rule }) => isEssential(rule, evidence))
      ? "cannot_tell"
      : "nothing_wrong",
    findings,
    unknown: unknown.map(({ missing, rule: { kind } }) => ({ kind, missing })),
  };
}

/** A program is judged by its calls; how its servers bear them was not measured there. */
function applies({ about, kind }: Rule, { result }: Evidence): boolean {
  return result.server_mode !== "program" || about === "calls" ||
    kind === "server_exhaustion" || kind === "connection_exhaustion";
}

/** Whether nobody can say that nothing is wrong without it. */
function isEssential({ about }: Rule, { result }: Evidence): boolean {
  return result.server_mode === "program"
    ? about === "calls"
    : about === "serving";
}
