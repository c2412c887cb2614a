import { html } from "hono/html";
import { formatPercent } from "../../units/units.ts";
import type { Shape } from "../report_table.ts";
import type { Markup } from "./markup.ts";

const HEIGHT = 20;
const BAR = 5;
const STEP = BAR + 1;

/** A small picture of bars, with their heights as parts of the whole in words. */
export function sparkline({ shape }: Shape): Markup {
  const greatest = Math.max(...shape, 0);
  const whole = shape.reduce((sum, height) => sum + height, 0);
  if (!(greatest > 0)) return html``;
  const bars = shape.map((height, i) => {
    const tall = Math.max(1, Math.round(HEIGHT * height / greatest));
    return `M${i * STEP} ${HEIGHT}v-${tall}h${BAR}v${tall}z`;
  });
  const words = shape.map((height) => formatPercent(height / whole)).join(", ");
  const width = shape.length * STEP - 1;
  return html`
    <svg class="sparkline" role="img" aria-label="${words}"
      viewBox="0 0 ${width} ${HEIGHT}" width="${width}"
      height="${HEIGHT}">
      <path d="${bars.join("")}" />
    </svg>
  `;
}
