import { callsRule } from "../_calls_rule.ts";
import type { Rule } from "../_rule.ts";
import { THRESHOLDS } from "../_thresholds.ts";

/** A program that reads the properties of remote objects one by one. */
export const REFERENCE_CHATTER: Rule = callsRule({
  kind: "reference_chatter",
  of: "property_chatter",
  certainty: () => "certain",
  symptoms: ({ network_round_trips, references_created }) => [
    {
      what: "remote objects received",
      metrics: ["remote_calls.statistics.references_created"],
      value: references_created,
      unit: "count",
      ...references_created > THRESHOLDS.mostReferences &&
        { threshold: { side: "above", value: THRESHOLDS.mostReferences } },
    },
    {
      what: "round trips",
      metrics: ["remote_calls.statistics.network_round_trips"],
      value: network_round_trips,
      unit: "count",
    },
  ],
  advice: [
    "Let the service return plain data where nobody needs the object itself.",
  ],
});
