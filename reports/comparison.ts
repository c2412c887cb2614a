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
  /** How many times the floor's value its own is; absent if that is not its floor. */
  readonly multiple?: number;
}

/** How the better of two values stands to the other. */
export type Advantage =
  /** They are within 5 % of each other. */
  | { readonly kind: "tie" }
  | {
    readonly kind: "win";
    /** So many times as good; `undefined` where the other did nothing at all. */
    readonly times: number | undefined;
    /** Whether their 95 % intervals are apart; `undefined` where that is not known. */
    readonly isSure: boolean | undefined;
  };

/** Compares a document's servers, dimension by dimension, best first. */
export function compareServers(document: ResultDocument): ComparedDimension[] {
  const results = [...serverResults(document)];
  return DIMENSIONS.map((dimension) => {
    const floor = document.meta.floor && dimension.floorOf(document.meta.floor);
    const estimates = results.flatMap(([server, result]): RankedServer[] => {
      const estimate = dimension.estimateOf(result);
      if (estimate === undefined) return [];
      // Of a server elsewhere, the floor of this machine says nothing.
      const multiple = result.host === undefined && floor !== undefined
        ? multipleOf(estimate, floor)
        : undefined;
      return [{
        server,
        ...estimate,
        ...multiple === undefined ? {} : { multiple },
      }];
    });
    return {
      dimension,
      floor: floor?.value,
      ranking: bestFirst(dimension, estimates),
    };
  }).filter(({ ranking }) => ranking.length > 0);
}

/** How many times another estimate's value one is; `undefined` if they do not compare. */
export function multipleOf(
  estimate: Estimate,
  base: Estimate,
): number | undefined {
  return base.value === 0 || estimate.asked !== base.asked
    ? undefined
    : estimate.value / base.value;
}

/** Estimates in the order of who does better. */
export function bestFirst<Ranked extends Estimate>(
  { lessIsBetter }: Pick<Dimension, "lessIsBetter">,
  estimates: readonly Ranked[],
): Ranked[] {
  return estimates.toSorted((a, b) =>
    lessIsBetter ? a.value - b.value : b.value - a.value
  );
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
  return {
    kind: "win",
    times: Number.isFinite(times) ? times : undefined,
    isSure: areApart(better, worse),
  };
}

function areApart(a: Estimate, b: Estimate): boolean | undefined {
  if (a.interval === undefined || b.interval === undefined) return undefined;
  return a.interval[1] < b.interval[0] || b.interval[1] < a.interval[0];
}
