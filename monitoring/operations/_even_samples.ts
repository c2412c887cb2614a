/** As many say enough of an interval; twice as many are kept before half of them go. */
const MOST = 32;

/** Some of any number of samples, in the order in which they come, evenly spread. */
export class EvenSamples {
  #kept: number[] = [];
  /** Of so many samples, one is kept. */
  #stride = 1;
  #seen = 0;

  /** Takes a sample, or passes it by. */
  add(sample: number): void {
    if (this.#seen++ % this.#stride > 0) return;
    this.#kept.push(sample);
    this.#thin();
  }

  /** Takes in samples that came before all of these. */
  prepend(earlier: EvenSamples): void {
    const stride = Math.max(this.#stride, earlier.#stride);
    this.#kept = [...earlier.#every(stride), ...this.#every(stride)];
    this.#stride = stride;
    this.#seen += earlier.#seen;
    this.#thin();
  }

  /** Those that are kept. */
  values(): readonly number[] {
    return this.#kept;
  }

  #every(stride: number): number[] {
    const step = stride / this.#stride;
    return this.#kept.filter((_, i) => i % step === 0);
  }

  #thin(): void {
    if (this.#kept.length < 2 * MOST) return;
    this.#kept = this.#every(2 * this.#stride);
    this.#stride *= 2;
  }
}
