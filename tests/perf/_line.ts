import { median } from "../../benchmarks/mod.ts";

/** What has to be reached: at most, or at least, a multiple of the reference. */
export type Goal =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly none: true };

/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly goal: Goal;
  readonly outcome: Outcome;
}

/** What came of a line. */
export type Outcome =
  | {
    readonly kind: "measured";
    readonly value: string;
    readonly reference: string;
    readonly ratio: number;
  }
  | { readonly kind: "not measured"; readonly why: string };

/** The values of each competitor, by turn. */
export type Turns<Name extends string> = { readonly [Key in Name]: number[] };

/** One turn of each competitor after another, so that all meet the same machine. */
export async function inTurns<Name extends string>(
  turns: number,
  competitors: { readonly [Key in Name]: () => Promise<number> },
): Promise<Turns<Name>> {
  const entries = Object.entries<() => Promise<number>>(competitors);
  const values: Record<string, number[]> = {};
  // The first turn warms everything up.
  for (let turn = -1; turn < turns; turn++) {
    for (const [name, run] of entries) {
      const value = await run();
      if (turn >= 0) (values[name] ??= []).push(value);
    }
  }
  return values as Turns<Name>;
}

/** A line that says how many times a reference the values are, turn by turn. */
export function compare(
  what: string,
  values: readonly number[],
  [name, references]: readonly [string, readonly number[]],
  format: (value: number) => string,
  goal: Goal = { none: true },
): Line {
  return {
    what,
    goal,
    outcome: {
      kind: "measured",
      value: format(median(values)),
      reference: `${name} ${format(median(references))}`,
      ratio: median(values.map((value, i) => value / references[i])),
    },
  };
}

/** A line that says how many times a fixed reference a value is. */
export function measured(
  what: string,
  value: string,
  reference: string,
  ratio: number,
  goal: Goal,
): Line {
  return { what, goal, outcome: { kind: "measured", value, reference, ratio } };
}
