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
  const forest = callForest(calls);
  const levels = levelsBelow(forest);
  const deep = forest.filter((node) => levelsOf(node, levels) > MOST_LEVELS)
    .map((outermost) => ({
      outermost,
      stack: deepestStack(outermost, levels),
    }));
  const alike = Map.groupBy(deep, ({ stack }) => stack.join("\n"));
  return [...alike.values()].map((found) => {
    const nodes = found.flatMap(({ outermost }) =>
      onDeepStacks(outermost, levels)
    );
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

/** How many levels of calls each call is, with those below it. */
type Levels = ReadonlyMap<CallNode, number>;

function levelsBelow(forest: readonly CallNode[]): Levels {
  const all = [...forest];
  for (const node of all) for (const child of node.children) all.push(child);
  const levels = new Map<CallNode, number>();
  // What a call has caused comes after it.
  for (const node of all.reverse()) {
    const below = node.children.map((child) => levelsOf(child, levels));
    levels.set(node, 1 + below.reduce((a, b) => Math.max(a, b), 0));
  }
  return levels;
}

function levelsOf(node: CallNode, levels: Levels): number {
  return levels.get(node) ?? 0;
}

function deepestStack(outermost: CallNode, levels: Levels): string[] {
  const stack: string[] = [];
  for (let at: CallNode | undefined = outermost; at !== undefined;) {
    stack.push(callTitle(at.call));
    const left: number = levelsOf(at, levels) - 1;
    at = at.children.find((child) => levelsOf(child, levels) === left);
  }
  return stack;
}

/** A call and those below it that are part of a deep stack. */
function onDeepStacks(outermost: CallNode, levels: Levels): CallNode[] {
  const nodes: CallNode[] = [];
  let level: readonly CallNode[] = [outermost];
  for (let above = 0; level.length > 0; above++) {
    const deep = level.filter((node) =>
      above + levelsOf(node, levels) > MOST_LEVELS
    );
    for (const node of deep) nodes.push(node);
    level = deep.flatMap(({ children }) => children);
  }
  return nodes;
}

function sum<Item>(
  items: readonly Item[],
  figure: (item: Item) => number,
): number {
  return items.reduce((sum, item) => sum + figure(item), 0);
}
