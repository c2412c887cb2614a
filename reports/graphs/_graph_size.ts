/** Pixels: as wide as a README. */
export const WIDTH = 830;

/** Pixels beside the plot: room for the ticks of the vertical axis. */
export const MARGIN_LEFT = 76;

/** Pixels on the other side, and beside all that stands above the plot. */
export const MARGIN = 24;

/** Pixels between the axes. */
export const PLOT_WIDTH = WIDTH - MARGIN_LEFT - MARGIN;

/** Pixels between the axes, whatever stands above and below. */
export const PLOT_HEIGHT = 300;

/** Pixels of all letters but the title's. */
export const FONT_SIZE = 12;

/** Pixels from one line of text to the next. */
export const LINE_HEIGHT = 18;
