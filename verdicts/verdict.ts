/** What measurements say of a change from one side to the other. */
export type Verdict =
  /** It is better, and these samples are enough to say so. */
  | "better"
  /** It is worse, and these samples are enough to say so. */
  | "worse"
  /** There is none that these samples can show, or one too small to matter. */
  | "no_difference"
  /** Nothing can be said: one side has too few samples. */
  | "too_few_samples";

/** What reports call a verdict. */
export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = {
  better: "better",
  worse: "worse",
  no_difference: "no difference",
  too_few_samples: "too few samples",
};
