const SYLLABLES = ["ba", "co", "di", "fu", "ge", "ko", "la", "mi", "no", "su"];

/** What is searched: ten thousand words of four syllables. */
export const WORDS: readonly string[] = SYLLABLES.flatMap((a) =>
  SYLLABLES.flatMap((b) =>
    SYLLABLES.flatMap((c) => SYLLABLES.map((d) => a + b + c + d))
  )
);
