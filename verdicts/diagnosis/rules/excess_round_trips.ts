import { callsRule } from "../_calls_rule.ts";
import type { Rule } from "../_rule.ts";
import { THRESHOLDS } from "../_thresholds.ts";

/** A program that asks again and again for what one call could bring. */
export const EXCESS_ROUND_TRIPS: Rule = callsRule({
  kind: "excess_round_trips",
  of: "calls_in_a_loop",
  certainty: ({ network_round_trips }, findings) =>
    network_round_trips > THRESHOLDS.mostCalls &&
      findings.some(({ isEstimate, overlapping, calls }) =>
        !isEstimate && 2 * overlapping < calls
      )
      ? "certain"
      : "likely",
  symptoms: ({ network_round_trips, total_calls }) => [
    {
      what: "round trips",
      metrics: ["remote_calls.statistics.network_round_trips"],
      value: network_round_trips,
      unit: "count",
      ...network_round_trips > THRESHOLDS.mostCalls &&
        { threshold: { side: "above", value: THRESHOLDS.mostCalls } },
    },
    {
      what: "calls",
      metrics: ["remote_calls.statistics.total_calls"],
      value: total_calls,
      unit: "count",
    },
  ],
  advice: [
    "Return all that is needed in one answer.",
  ],
});
