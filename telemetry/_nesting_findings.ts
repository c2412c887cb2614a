import { callForest, type CallNode } from "./_call_forest.ts";
import { callTitle } from "./_call_title.ts";
import type { CallRecord } from "./call_record.ts";
import type { NestingFinding } from "./finding.ts";

/**
 * Each level of calls makes the outermost one wait for one more round trip. A
 * callback is two levels and one that asks back is three, as they should be.
 */
const MOST_LEVELS = 3;

/** The stacks of calls, made by either end, that are too deep. */
export function findNesting(calls: readonly CallRecord[]): NestingFinding[] {
  const deep = callForest(calls).flatMap((outermost) => {
    const stack = deepestStack(outermost);
    return stack.length > MOST_LEVELS ? [{ outermost, stack }] : [];
  });
  const alike = Map.groupBy(deep, ({ stack }) => stack.join("\n"));
  return [...alike.values()].map((found) => {
    const nodes = found.flatMap(({ outermost }) => withAllBelow(outermost));
    const [{ outermost, stack }] = found;
    return {
      kind: "deep_nesting",
      location: outermost.call.location,
      calls: nodes.length,
      seconds: sum(found, ({ outermost }) => outermost.call.duration ?? 0),
      bytes: sum(nodes, ({ call }) => call.bytesOut + call.bytesIn),
      savedRoundTrips: nodes.length - found.length,
      fix:
        "move what the inner calls do to the end that makes the outer one's work, or pass it what it asks for as an argument",
      stack,
      times: found.length,
    };
  });
}

function deepestStack(node: CallNode): string[] {
  const below = node.children.map(deepestStack)
    .reduce(
      (deepest, stack) => stack.length > deepest.length ? stack : deepest,
      [],
    );
  return [callTitle(node.call), ...below];
}

function withAllBelow(node: CallNode): CallNode[] {
  return [node, ...node.children.flatMap(withAllBelow)];
}

function sum<Item>(
  items: readonly Item[],
  figure: (item: Item) => number,
): number {
  return items.reduce((sum, item) => sum + figure(item), 0);
}
