import type { Theme } from "../../palette.ts";
import type { Paints } from "../figures/color_role.ts";
import type { Figure } from "../figures/figure.ts";

/** What the page's script gets along with the page. */
export interface ReportData {
  /** In the order of the boxes that they are drawn in. */
  readonly figures: readonly Figure[];
  /** What folded tables hold, as HTML, in the order of the page. */
  readonly folded: readonly string[];
  /** The colours of both themes. */
  readonly paints: Readonly<Record<Theme, Paints>>;
}
