import type { CallTreeNode } from "../../benchmarks/profiling/function_time.ts";
import type { Flame } from "../chart.ts";

/** A tree of calls as flames: what a function called lies below it, side by side. */
export function flamesOf(outermost: readonly CallTreeNode[]): Flame[] {
  const flames: Flame[] = [];
  const add = (nodes: readonly CallTreeNode[], depth: number, left: number) => {
    let start = left;
    for (const { children, line, module, name, origin, self, total } of nodes) {
      const place = line === undefined ? module : `${module}:${line}`;
      flames.push({
        name,
        place,
        origin: origin.name,
        depth,
        start,
        total,
        self,
      });
      add(children, depth + 1, start);
      start += total;
    }
  };
  add(outermost, 0, 0);
  return flames;
}
