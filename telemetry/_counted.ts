import { formatCount } from "../units/units.ts";

/** So many things of one kind: `"1 call"`, `"1,000 calls"`. */
export function counted(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? "" : "s"}`;
}
