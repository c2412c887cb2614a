import type { Evidence } from "./_evidence.ts";
import type { Symptom } from "./server_finding.ts";
import { THRESHOLDS } from "./_thresholds.ts";
import { worstBy } from "./_worst_by.ts";

/** How many requests succeeded, of all or of those of one stretch. */
export interface Success {
  /** How the sentence about it begins. */
  readonly when: string;
  /** The part that did, from 0 to 1. */
  readonly rate: number;
  /** What it rests on. */
  readonly symptoms: readonly Symptom[];
}

/**
 * Where the fewest succeeded: those of many clients at once may fail and be few beside
 * all that were made one after another. `undefined` if there were none.
 */
export function leastSuccess(
  { result, stretches }: Evidence,
): Success | undefined {
  const { failed_requests, success_rate } = result;
  if (success_rate === undefined) return undefined;
  const worst = worstBy(
    stretches.filter(({ requests }) => requests > 0),
    ({ failed, requests }) => failed / requests,
  );
  const rate = worst === undefined ? 1 : 1 - worst.failed / worst.requests;
  return worst === undefined || rate >= success_rate
    ? {
      when: "",
      rate: success_rate,
      symptoms: symptomsOf(success_rate, ["success_rate"], failed_requests, ""),
    }
    : {
      when: `With ${worst.name}, `,
      rate,
      symptoms: symptomsOf(
        rate,
        [`${worst.path}.failed_requests`, `${worst.path}.total_requests`],
        worst.failed,
        `${worst.path}.`,
      ),
    };
}

function symptomsOf(
  rate: number,
  metrics: readonly string[],
  failed: number,
  before: string,
): Symptom[] {
  return [
    {
      what: "requests that succeeded",
      metrics,
      value: rate,
      unit: "share",
      ...rate < THRESHOLDS.leastSuccess &&
        { threshold: { side: "below", value: THRESHOLDS.leastSuccess } },
    },
    {
      what: "requests that failed",
      metrics: [`${before}failed_requests`],
      value: failed,
      unit: "count",
    },
  ];
}
