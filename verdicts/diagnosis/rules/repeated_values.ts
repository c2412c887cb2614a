import { callsRule } from "../_calls_rule.ts";
import type { Rule } from "../_rule.ts";

/** A program that sends or fetches the same large value again and again. */
export const REPEATED_VALUES: Rule = callsRule({
  kind: "repeated_values",
  of: "repeated_value",
  certainty: () => "certain",
  symptoms: ({ bytes_in, bytes_out }) => [
    {
      what: "bytes sent",
      metrics: ["remote_calls.statistics.bytes_out"],
      value: bytes_out,
      unit: "B",
    },
    {
      what: "bytes received",
      metrics: ["remote_calls.statistics.bytes_in"],
      value: bytes_in,
      unit: "B",
    },
  ],
  advice: [],
});
