import { formatCount } from "./units.ts";

/** So many of something: `"1 client"`, `"1,000 clients"`. */
export function counted(
  count: number,
  one: string,
  many: string = `${one}s`,
): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
