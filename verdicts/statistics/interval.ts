/** Between which values something lies, as likely as its maker says. */
export type Interval = readonly [low: number, high: number];

/** How likely an interval is to hold what it is about, unless told otherwise. */
export const USUAL_CONFIDENCE = 0.95;

/** How sure an interval is to be. */
export interface ConfidenceOptions {
  /** How likely it is that the interval holds the true value, from 0 to 1. Default 0.95. */
  readonly confidence?: number;
}
