import { callsRule } from "../_calls_rule.ts";
import type { Rule } from "../_rule.ts";

/** A program that receives remote objects and never lets go of them. */
export const UNRELEASED_REFERENCES: Rule = callsRule({
  kind: "unreleased_references",
  of: "unreleased_references",
  certainty: () => "likely",
  symptoms: ({ active_references, references_created }) => [
    {
      what: "remote objects that are still held",
      metrics: [],
      value: active_references,
      unit: "count",
    },
    {
      what: "remote objects received",
      metrics: ["remote_calls.statistics.references_created"],
      value: references_created,
      unit: "count",
    },
  ],
  advice: [],
});
