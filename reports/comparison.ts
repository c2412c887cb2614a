import {
  type ResultDocument,
  serverResults,
} from "../benchmarks/result_document.ts";
import { type Dimension, DIMENSIONS, type Estimate } from "./dimensions.ts";

/** Less of a difference than this is not worth a verdict: runs differ by more. */
const CLOSE = 1.05;

/** One dimension with the values of a document's servers. */
export interface ComparedDimension {
  /** What is compared. */
  readonly dimension: Dimension;
  /** The floor's value; `undefined` if it has none. */
  readonly floor: number | undefined;
  /** The servers that have a value, best first. */
  readonly ranking: readonly RankedServer[];
}

/** What one of those compared has. */
export interface RankedServer extends Estimate {
  /** The server, by its key in the document. */
  readonly server: string;
}

/** How the better of two values stands to the other. */
export type Advantage =
  /** They are within 5 % of each other. */
  | { readonly kind: "tie" }
  /** So many times as good; whether their 95 % intervals are apart, as far as is known. */
  | {
    readonly kind: "win";
    readonly times: number;
    readonly isSure: boolean | undefined;
  };

/** Compares a document's servers, dimension by dimension, best first. */
export function compareServers(document: ResultDocument): ComparedDimension[] {
  const { floor } = document.meta;
  const results = [...serverResults(document)];
  return DIMENSIONS.map((dimension) => ({
    dimension,
    floor: floor && dimension.floorOf(floor),
    ranking: results.flatMap(([server, result]) => {
      const estimate = dimension.estimateOf(result);
      return estimate === undefined ? [] : [{ server, ...estimate }];
    }).sort((a, b) =>
      dimension.lessIsBetter ? a.value - b.value : b.value - a.value
    ),
  })).filter(({ ranking }) => ranking.length > 0);
}

/** How many times as good the first value is as the second. */
export function advantage(
  { lessIsBetter }: Pick<Dimension, "lessIsBetter">,
  better: number,
  worse: number,
): number {
  return lessIsBetter ? worse / better : better / worse;
}

/** How the better of two estimates stands to the other. */
export function compareEstimates(
  dimension: Pick<Dimension, "lessIsBetter">,
  better: Estimate,
  worse: Estimate,
): Advantage {
  const times = advantage(dimension, better.value, worse.value);
  // Where neither did anything, neither leads: 0 / 0 is no number.
  if (!(times >= CLOSE)) return { kind: "tie" };
  return { kind: "win", times, isSure: areApart(better, worse) };
}

function areApart(a: Estimate, b: Estimate): boolean | undefined {
  if (a.interval === undefined || b.interval === undefined) return undefined;
  return a.interval[1] < b.interval[0] || b.interval[1] < a.interval[0];
}
