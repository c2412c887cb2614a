/** How large a difference is beside the spread of what differs. */
export type Magnitude = "negligible" | "small" | "medium" | "large";

/** From which absolute effect size on each magnitude is reached. */
export type MagnitudeBounds = readonly [
  small: number,
  medium: number,
  large: number,
];

/** The magnitude of an effect size, whichever way it goes. */
export function magnitudeOf(
  effectSize: number,
  [small, medium, large]: MagnitudeBounds,
): Magnitude {
  const size = Math.abs(effectSize);
  if (size >= large) return "large";
  if (size >= medium) return "medium";
  return size >= small ? "small" : "negligible";
}
