import type { ConsoleStyle } from "./console_style.ts";

/** Where and how tables are drawn. */
export interface ConsolePage {
  /** Columns of the terminal; `Infinity` where there is none. */
  readonly width: number;
  /** How texts look. */
  readonly style: ConsoleStyle;
  /** What the floors of the report are called: their rows and columns stand back. */
  readonly floors: ReadonlySet<string>;
}
