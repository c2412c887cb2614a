import type { Better } from "../../benchmarks/metrics/judged_metrics.ts";
import type { MetricUnit } from "../../benchmarks/metrics/metric_units.ts";
import type { Interval } from "../statistics/interval.ts";
import type { Magnitude } from "../statistics/magnitude.ts";
import type { Verdict } from "../verdict.ts";
import type { Severity } from "../severity.ts";

/** What changed from one document, or several runs of one thing, to others. */
export interface DocumentComparison {
  /** The form of this. */
  readonly schema: "rpcbench-comparison/1";
  /** What is compared with. */
  readonly base: ComparedSide;
  /** What is judged. */
  readonly next: ComparedSide;
  /** What differs about how both sides were measured: their numbers may differ for that alone. */
  readonly differences: readonly Difference[];
  /** How the floor changed, which no change of a server can have changed. */
  readonly floors: readonly ComparedValue[];
  /**
   * How much runs of the same are taken to differ, as a part of 1: of one run on
   * each side, less than that is no difference. Absent where several runs tell it.
   */
  readonly run_spread?: number;
  /** All that says how good the servers are and that both sides have, in the base's order. */
  readonly metrics: readonly ComparedMetric[];
  /** What only the base has. */
  readonly lost: readonly MetricName[];
  /** What only the next side has. */
  readonly added: readonly MetricName[];
  /** The gravest of what is worse; critical if anything was lost or the next side is not complete. */
  readonly severity: Severity;
}

/** One side of a comparison. */
export interface ComparedSide {
  /** When its runs began, in ISO 8601. */
  readonly started_at: readonly string[];
  /** What its runs could not measure, or only some of them did, and that they were interrupted. */
  readonly incompleteness: readonly string[];
}

/** Something that differs about how both sides were measured. */
export interface Difference {
  /** What it is: `"cpu_model"`, `"config.numRequests"`, `"rpc_threaded.host"`. */
  readonly what: string;
  /** What the base has, in words. */
  readonly base: string;
  /** What the next side has. */
  readonly next: string;
}

/** What tells metrics apart. */
export interface MetricName {
  /** The server's key in the document; empty for what is the run's own. */
  readonly server: string;
  /** The metric's path. */
  readonly path: string;
}

/** A metric of both sides. */
export interface ComparedValue extends MetricName {
  /** What its values are measured in. */
  readonly unit: MetricUnit;
  /** Which way it gets better. */
  readonly better: Better;
  /** The base's value; of several runs, their geometric mean, or of shares the arithmetic one. */
  readonly base: number;
  /** The next side's value. */
  readonly next: number;
  /**
   * What was added to the base's value, as a part of it; of a share, as a part of 1.
   * Where samples were tested, by how much a typical one of the next side differs
   * from one of the base's (Hodges and Lehmann), which need not be how their medians do.
   */
  readonly change?: number;
}

/** A metric of both sides, judged. */
export interface ComparedMetric extends ComparedValue {
  /** Where the true change lies, at 95 %. */
  readonly interval?: Interval;
  /** How it was tested; absent for too few samples. */
  readonly test?: MetricTest;
  /** What these samples say. */
  readonly verdict: Verdict;
  /** Why there is no difference. */
  readonly reason?: NoDifferenceReason;
  /** How bad it is, if it is worse. */
  readonly severity: Severity;
}

/** Why a metric has no difference. */
export type NoDifferenceReason =
  /** It may well be chance. */
  | "not_significant"
  /** It is no chance, but too small to matter. */
  | "negligible"
  /** One run on each side may differ as much without any change. */
  | "within_run_spread";

/** By which test a metric was judged. */
export type MetricTestKind =
  /** Welch's t-test, of the logarithms of the runs' values or of a run's iterations. */
  | "welch"
  /** Crawford and Howell's t-test, of one run against several. */
  | "one_against_several"
  /** Mann and Whitney's test, of the samples of one run on each side. */
  | "mann_whitney"
  /** Fisher's exact test, of how many samples lie beyond the percentile of both sides together. */
  | "percentile"
  /** Fisher's exact test, of how many requests succeeded. */
  | "fisher";

/** What a test said of a metric. */
export interface MetricTest {
  /** Which test it was. */
  readonly kind: MetricTestKind;
  /** What the base had for it: runs, iterations, requests, or independent samples. */
  readonly base_count: number;
  /** What the next side had. */
  readonly next_count: number;
  /** How often chance alone would make such a difference. */
  readonly p: number;
  /** The same, corrected for the number of metrics compared. */
  readonly p_corrected: number;
  /** How large the difference is beside the spread of what differs. */
  readonly effect?: EffectSize;
}

/** An effect size, and what it means. */
export interface EffectSize {
  /** Which it is. */
  readonly kind: "hedges_g" | "cliffs_delta";
  /** Above 0 if the next side has the greater values; absent if it is infinite. */
  readonly size?: number;
  /** In words. */
  readonly magnitude: Magnitude;
}
