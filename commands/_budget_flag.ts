import type { Budget } from "../verdicts/budgets/budget.ts";
import { parseBudget } from "../verdicts/budgets/parse_budget.ts";
import { last } from "./_flag_kinds.ts";
import type { Flag } from "./_flags.ts";
import { UsageError } from "./_usage_error.ts";

/** A flag that takes budgets, and may be given several times. */
export function budgets(
  declaration: { readonly help: string },
): Flag<readonly Budget[]> {
  return {
    ...declaration,
    placeholder: "BUDGET",
    default: [],
    parse(given) {
      last(given, 'a budget, as "latency.p99<100ms"');
      return given.map(parse);
    },
  };
}

function parse(text: string): Budget {
  try {
    return parseBudget(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`got ${JSON.stringify(text)}; ${error.message}`);
  }
}
