/** Count, mean, spread and extremes of numbers, as plain data. */
export interface MomentsSnapshot {
  /** How many there are. */
  readonly count: number;
  /** Arithmetic mean; 0 if there are none. */
  readonly mean: number;
  /** The sum of the squares of their differences from the mean. */
  readonly squaredDeviations: number;
  /** The least; `Infinity` if there are none. */
  readonly min: number;
  /** The greatest; `-Infinity` if there are none. */
  readonly max: number;
}

/**
 * Count, mean, spread and extremes of numbers that come one at a time, without keeping them.
 *
 * Mean and squared deviations follow Welford, "Note on a Method for Calculating Corrected Sums of
 * Squares and Products", Technometrics 4(3), 1962: no large sums are subtracted, so a small spread
 * around a large mean survives. Two of them merge after Chan, Golub and LeVeque, "Updating Formulae
 * and a Pairwise Algorithm for Computing Sample Variances", Stanford STAN-CS-79-773, 1979.
 */
export class RunningMoments {
  /** Brings back what a snapshot was taken of. */
  static revive(snapshot: MomentsSnapshot): RunningMoments {
    const moments = new RunningMoments();
    moments.#count = snapshot.count;
    moments.#mean = snapshot.mean;
    moments.#squaredDeviations = snapshot.squaredDeviations;
    moments.#min = snapshot.min;
    moments.#max = snapshot.max;
    return moments;
  }

  #count = 0;
  #mean = 0;
  #squaredDeviations = 0;
  #min = Infinity;
  #max = -Infinity;

  get count(): number {
    return this.#count;
  }

  get mean(): number {
    return this.#mean;
  }

  get min(): number {
    return this.#min;
  }

  get max(): number {
    return this.#max;
  }

  /** Standard deviation of a sample (n − 1), 0 while there are fewer than two values. */
  get stdev(): number {
    return this.#count < 2
      ? 0
      : Math.sqrt(this.#squaredDeviations / (this.#count - 1));
  }

  /** All there is, to be revived elsewhere. */
  snapshot(): MomentsSnapshot {
    return {
      count: this.#count,
      mean: this.#mean,
      squaredDeviations: this.#squaredDeviations,
      min: this.#min,
      max: this.#max,
    };
  }

  add(value: number): void {
    const deviation = value - this.#mean;
    this.#count++;
    this.#mean += deviation / this.#count;
    this.#squaredDeviations += deviation * (value - this.#mean);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  merge(other: RunningMoments): void {
    const count = this.#count + other.#count;
    if (count === 0) return;
    const deviation = other.#mean - this.#mean;
    this.#squaredDeviations += other.#squaredDeviations +
      deviation * deviation * (this.#count / count) * other.#count;
    this.#mean += deviation * (other.#count / count);
    this.#count = count;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }
}
