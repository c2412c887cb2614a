/** Cells per doubling: neighbours differ by 4.4 %, so values are within 2.2 %. */
const CELLS_PER_OCTAVE = 16;
/** A nanosecond; what takes less counts as one. */
const SHORTEST = 1e-9;
/** 2^40 ns, 18 minutes; what takes more counts as that. */
const OCTAVES = 40;

/**
 * Any number of durations, in 2.5 KiB: one counter per range of durations, each
 * range 4.4 % wider than the one before.
 */
export class DurationHistogram {
  readonly #cells = new Uint32Array(OCTAVES * CELLS_PER_OCTAVE);
  #count = 0;
  #shortest = Infinity;
  #longest = 0;

  /** Adds a duration in seconds. */
  record(seconds: number): void {
    const octave = Math.log2(seconds / SHORTEST);
    const cell = Math.floor(octave * CELLS_PER_OCTAVE);
    this.#cells[Math.min(Math.max(cell, 0), this.#cells.length - 1)]++;
    this.#count++;
    if (seconds < this.#shortest) this.#shortest = seconds;
    if (seconds > this.#longest) this.#longest = seconds;
  }

  /** Seconds that this part of all durations did not exceed; 0 if there are none. */
  percentile(fraction: number): number {
    const rank = Math.max(1, Math.ceil(fraction * this.#count));
    let seen = 0;
    for (let cell = 0; cell < this.#cells.length; cell++) {
      seen += this.#cells[cell];
      if (seen >= rank) {
        const middle = SHORTEST * 2 ** ((cell + 0.5) / CELLS_PER_OCTAVE);
        return Math.min(Math.max(middle, this.#shortest), this.#longest);
      }
    }
    return 0;
  }
}
