/**
 * How sure intervals and verdicts are. Those who look at many experiments would
 * find a difference in every twentieth of two equal sides, were it 95 %.
 */
export const AB_CONFIDENCE = 0.99;

/**
 * Fewer quads say nothing: their spread may be small by chance, and would end the
 * experiment just then.
 */
export const LEAST_QUADS = 10;
