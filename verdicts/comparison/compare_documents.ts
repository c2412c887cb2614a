import {
  type JudgedMetric,
  judgedMetricsOf,
  type MetricBasis,
} from "../../benchmarks/metrics/judged_metrics.ts";
import {
  type ResultDocument,
  type ServerResult,
  serverResults,
} from "../../benchmarks/result_document.ts";
import { incompletenessOf } from "../incompleteness.ts";
import { holm } from "../statistics/holm.ts";
import type { Evidence } from "./_evidence.ts";
import { evidenceOfRequests } from "./_evidence_of_requests.ts";
import { evidenceOfRuns } from "./_evidence_of_runs.ts";
import { evidenceOfSingleRuns } from "./_evidence_of_single_runs.ts";
import { differencesOf } from "./differences.ts";
import type {
  ComparedMetric,
  ComparedSide,
  ComparedValue,
  DocumentComparison,
  MetricName,
} from "./document_comparison.ts";
import { compareFloors } from "./floor_changes.ts";
import { judgeMetric } from "./judge_metric.ts";
import { typicalValue } from "./typical_value.ts";
import { runSpreadOf } from "./run_spread.ts";
import { gravest } from "../severity.ts";

/**
 * Says what changed from one document to another, metric by metric, and how sure
 * that is. Either side may be several documents: runs of the same, which tell how
 * runs differ from each other; one run on each side cannot.
 *
 * Numbers are tested by what is known of them: those of several runs by Welch's
 * t-test of their logarithms, iterations of scenarios by that of their own, samples
 * by Mann and Whitney's test; success rates, by all requests, by Fisher's. All p-values are corrected
 * for their number by Holm's method.
 *
 * @throws {RangeError} If a side has no document.
 *
 * @example Fail where something is critically worse
 * ```ts
 * import { BenchmarkResults } from "@x/rpcbench/benchmarks";
 * import { compareDocuments } from "@x/rpcbench/verdicts";
 * import { assertEquals } from "@std/assert";
 *
 * const base = new BenchmarkResults().toJSON();
 * const next = new BenchmarkResults().toJSON();
 * assertEquals(compareDocuments(base, next).severity, "none");
 * ```
 */
export function compareDocuments(
  base: ResultDocument | readonly ResultDocument[],
  next: ResultDocument | readonly ResultDocument[],
): DocumentComparison {
  const before = documentsOf("base", base);
  const after = documentsOf("next", next);
  const baseMetrics = measuredMetrics(before);
  const nextMetrics = measuredMetrics(after);
  const isOfSingleRuns = before.length === 1 && after.length === 1;
  const floors = compareFloors(before, after);
  const compared = comparedMetrics(baseMetrics, nextMetrics, isOfSingleRuns);
  const runSpread = isOfSingleRuns
    ? runSpreadOf(floors, compared.map(({ value }) => value))
    : undefined;
  const metrics = judgeAll(compared, runSpread);
  const lost = missingFrom(nextMetrics, baseMetrics);
  const nextSide = sideOf(after, nextMetrics);
  const isComplete = lost.length === 0 && nextSide.incompleteness.length === 0;
  return {
    schema: "rpcbench-comparison/1",
    base: sideOf(before, baseMetrics),
    next: nextSide,
    differences: differencesOf(before, after),
    floors,
    ...runSpread === undefined ? {} : { run_spread: runSpread },
    metrics,
    lost,
    added: missingFrom(baseMetrics, nextMetrics),
    severity: isComplete
      ? gravest(metrics.map(({ severity }) => severity))
      : "critical",
  };
}

/** A metric of one run, and the server that it is of. */
interface MeasuredMetric {
  readonly metric: JudgedMetric;
  readonly result: ServerResult;
}

/** What documents have of metrics, by what tells these apart. */
type MeasuredMetrics = ReadonlyMap<string, readonly MeasuredMetric[]>;

function documentsOf(
  side: string,
  documents: ResultDocument | readonly ResultDocument[],
): readonly ResultDocument[] {
  if ("meta" in documents) return [documents];
  if (documents.length === 0) {
    throw new RangeError(`${side} must have at least one document, got none`);
  }
  return documents;
}

function sideOf(
  documents: readonly ResultDocument[],
  measured: MeasuredMetrics,
): ComparedSide {
  return {
    started_at: documents.map(({ meta }) => meta.started_at),
    incompleteness: [
      ...documents.flatMap(incompletenessOf),
      ...lackingOf(measured, documents.length),
    ],
  };
}

/** What some of several runs lack that the others have, a sentence a server. */
function lackingOf(measured: MeasuredMetrics, runs: number): string[] {
  const partial = [...measured.values()].filter(({ length }) => length < runs);
  const servers = Map.groupBy(partial, ([{ metric }]) => metric.server);
  return [...servers].map(([server, metrics]) => {
    const fewest = Math.min(...metrics.map(({ length }) => length));
    const [[{ metric: { path } }], ...others] = metrics;
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return `${
      runs - fewest
    } of ${runs} runs lack ${path}${more} of ${server}, which the others have`;
  });
}

function measuredMetrics(
  documents: readonly ResultDocument[],
): MeasuredMetrics {
  const measured = new Map<string, MeasuredMetric[]>();
  for (const document of documents) {
    const results = serverResults(document);
    for (const metric of judgedMetricsOf(document)) {
      const result = results.get(metric.server);
      if (result === undefined) continue;
      const key = JSON.stringify([metric.server, metric.path]);
      const same = measured.get(key);
      if (same === undefined) measured.set(key, [{ metric, result }]);
      else same.push({ metric, result });
    }
  }
  return measured;
}

/** What both sides have of one metric, and what that says. */
interface Compared {
  readonly value: ComparedValue;
  readonly basis: MetricBasis;
  readonly evidence: Evidence | undefined;
}

function comparedMetrics(
  base: MeasuredMetrics,
  next: MeasuredMetrics,
  isOfSingleRuns: boolean,
): Compared[] {
  return [...base].flatMap(([key, before]) => {
    const after = next.get(key);
    if (after === undefined) return [];
    return [{
      value: valueOf(before, after),
      basis: before[0].metric.basis,
      evidence: evidenceOf(before, after, isOfSingleRuns),
    }];
  });
}

function evidenceOf(
  before: readonly MeasuredMetric[],
  after: readonly MeasuredMetric[],
  isOfSingleRuns: boolean,
): Evidence | undefined {
  const { basis, unit } = before[0].metric;
  if (basis === "requests") {
    return evidenceOfRequests(
      before.map(({ result }) => result),
      after.map(({ result }) => result),
    );
  }
  return isOfSingleRuns
    ? evidenceOfSingleRuns(before[0].metric, after[0].metric)
    : evidenceOfRuns(
      before.map(({ metric }) => metric.value),
      after.map(({ metric }) => metric.value),
      unit,
    );
}

function judgeAll(
  compared: readonly Compared[],
  runSpread: number | undefined,
): ComparedMetric[] {
  const corrected = holm(
    compared.flatMap(({ evidence }) => evidence?.test.p ?? []),
  ).values();
  return compared.map(({ basis, evidence, value }) =>
    judgeMetric(
      value,
      evidence && { ...evidence, pCorrected: corrected.next().value ?? 1 },
      // That requests fail is not for the machine to decide.
      basis === "requests" ? undefined : runSpread,
    )
  );
}

function valueOf(
  before: readonly MeasuredMetric[],
  after: readonly MeasuredMetric[],
): ComparedValue {
  const [{ metric: { better, path, server, unit } }] = before;
  const ofRuns = (runs: readonly MeasuredMetric[]) =>
    typicalValue(runs.map(({ metric }) => metric.value), unit);
  return {
    server,
    path,
    unit,
    better,
    base: ofRuns(before),
    next: ofRuns(after),
  };
}

function missingFrom(
  some: MeasuredMetrics,
  all: MeasuredMetrics,
): MetricName[] {
  return [...all].flatMap(([key, [{ metric: { path, server } }]]) =>
    some.has(key) ? [] : [{ server, path }]
  );
}
