import { formatCount } from "./units.ts";

/** So many of something: `"1 client"`, `"1,000 clients"`. */
export function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? "" : "s"}`;
}
