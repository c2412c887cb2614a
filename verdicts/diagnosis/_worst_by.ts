import type { Stretch } from "./_stretch.ts";

/** The stretch in which something was worst; `undefined` if there is none. */
export function worstBy(
  stretches: readonly Stretch[],
  badness: (stretch: Stretch) => number,
): Stretch | undefined {
  return stretches.reduce<Stretch | undefined>(
    (worst, it) =>
      worst === undefined || badness(it) > badness(worst) ? it : worst,
    undefined,
  );
}
