/**
 * Shares between two places on an axis of nines: 0, 90 %, 99 % and so on, and half
 * of the rest each time, where there is room.
 */
export function nineValues(from: number, to: number, room: number): number[] {
  const powers = Array.from(
    { length: Math.max(0, Math.floor(to + 0.001)) + 1 },
    (_, i) => i,
  );
  const parts = (to - from) * 3 <= room ? [1, 0.5, 0.25] : [1];
  return powers
    .flatMap((power) => parts.map((part) => 1 - part * 10 ** -power))
    .filter((share) => {
      const place = -Math.log10(1 - share);
      return place >= from - 0.001 && place <= to + 0.001;
    });
}
