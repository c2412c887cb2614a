import { formatQuantity } from "../units/quantity.ts";
import type { Axis } from "./chart.ts";

/** A value as an axis has it: `"80 µs"`, `"1 KiB"`; on an axis of nines, `"99.9 %"`. */
export function axisText(
  value: number,
  { quantity, scale }: Pick<Axis, "quantity" | "scale">,
): string {
  if (value === 0) return "0";
  return scale === "nines"
    ? `${percentage(value)} %`
    : withoutIdleZeros(formatQuantity(value, quantity));
}

/** With as many decimals as it takes to tell a share from the next nine. */
function percentage(share: number): number {
  const nines = -Math.log10(1 - share);
  const decimals = Number.isFinite(nines) ? Math.ceil(nines) : 0;
  return Number((share * 100).toFixed(Math.min(decimals, 20)));
}

function withoutIdleZeros(text: string): string {
  return text.replace(
    /\.(\d*[1-9])?0*(?=\D|$)/,
    (_, digits = "") => digits === "" ? "" : `.${digits}`,
  );
}
