import { callsRule } from "../_calls_rule.ts";
import type { Rule } from "../_rule.ts";
import { THRESHOLDS } from "../_thresholds.ts";

/** Calls that cause calls that cause calls: each level waits for a round trip more. */
export const DEEP_NESTING: Rule = callsRule({
  kind: "deep_nesting",
  of: "deep_nesting",
  certainty: () => "certain",
  symptoms: ({ max_depth }) => [{
    what: "calls deep, at most",
    metrics: [],
    value: max_depth,
    unit: "count",
    ...max_depth > THRESHOLDS.deepestNesting &&
      { threshold: { side: "above", value: THRESHOLDS.deepestNesting } },
  }],
  advice: [
    "Move the inner calls to the server's side, where they take no round trip.",
    "Pass what the callbacks would be asked for along with the call.",
  ],
});
