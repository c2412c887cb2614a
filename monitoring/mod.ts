/**
 * Remote calls of programs in production: what they cost, interval by interval,
 * and who is told when they become slower.
 *
 * @module
 */
export {};
