/**
 * So many points of a line, an even number: of a longer one, its ends, and the
 * least and the greatest of each stretch, so that no peak is lost.
 */
export function thinned<Point extends { readonly y: number }>(
  points: readonly Point[],
  most: number,
): readonly Point[] {
  if (points.length <= most) return points;
  const [first] = points;
  const last = points[points.length - 1];
  // The ends, and two of each stretch between them.
  const stretches = (most - 2) / 2;
  const inner = points.length - 2;
  const kept = Array.from({ length: stretches }, (_, i) => {
    const from = 1 + Math.floor(i * inner / stretches);
    const to = 1 + Math.floor((i + 1) * inner / stretches);
    return extremes(points.slice(from, to));
  });
  return [first, ...kept.flat(), last];
}

/** In the order in which they come. */
function extremes<Point extends { readonly y: number }>(
  points: readonly Point[],
): Point[] {
  let least = 0;
  let greatest = 0;
  points.forEach(({ y }, i) => {
    if (y < points[least].y) least = i;
    if (y > points[greatest].y) greatest = i;
  });
  return [...new Set([least, greatest].toSorted((a, b) => a - b))]
    .map((i) => points[i]);
}
