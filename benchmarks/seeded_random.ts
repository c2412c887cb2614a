/**
 * Numbers from 0 to below 1, the same for the same seed, which `Math.random`
 * cannot give. The generator is Tommy Ettinger's mulberry32, in the public domain.
 *
 * @throws {RangeError} If the seed is no whole number.
 */
export function seededRandom(seed: number): () => number {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed is ${seed}; it takes a whole number`);
  }
  let state = seed | 0;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let bits = Math.imul(state ^ state >>> 15, 1 | state);
    bits = bits + Math.imul(bits ^ bits >>> 7, 61 | bits) ^ bits;
    return ((bits ^ bits >>> 14) >>> 0) / 2 ** 32;
  };
}
