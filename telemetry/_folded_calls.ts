import type { CallNode } from "./_call_forest.ts";
import { callTitle } from "./_call_title.ts";

/** So many kinds of calls taking turns are still seen to be a pattern. */
const LONGEST_PATTERN = 8;

/** Calls of one kind, with all that they caused. */
export interface FoldedCalls {
  readonly kind: "calls";
  readonly nodes: readonly CallNode[];
  readonly children: readonly Folded[];
}

/** Calls of several kinds that took turns. */
export interface FoldedTurns {
  readonly kind: "turns";
  readonly times: number;
  readonly children: readonly FoldedCalls[];
}

/** What one line of a tree stands for, with the lines under it. */
export type Folded = FoldedCalls | FoldedTurns;

/** Folds calls that repeat, and patterns of calls that do. */
export function foldCalls(nodes: readonly CallNode[]): Folded[] {
  return new CallFolder().fold(nodes);
}

class CallFolder {
  readonly #shapes = new Map<string, number>();
  readonly #shapeOf = new Map<CallNode, number>();

  fold(nodes: readonly CallNode[]): Folded[] {
    const runs = this.#runs(nodes);
    const folded: Folded[] = [];
    for (let i = 0; i < runs.length;) {
      const { length, times } = this.#patternAt(runs, i);
      const turns = runs.slice(i, i + length * times);
      const kinds = Array.from({ length }, (_, kind) =>
        this.#merge(
          turns.filter((_, turn) => turn % length === kind).flat(),
        ));
      if (times === 1) folded.push(...kinds);
      else folded.push({ kind: "turns", times, children: kinds });
      i += turns.length;
    }
    return folded;
  }

  #merge(nodes: readonly CallNode[]): FoldedCalls {
    const children = this.fold(nodes.flatMap(({ children }) => children));
    return { kind: "calls", nodes, children };
  }

  /** Calls of the same shape that follow each other. */
  #runs(nodes: readonly CallNode[]): CallNode[][] {
    const runs: CallNode[][] = [];
    for (const node of nodes) {
      const run = runs.at(-1);
      if (run !== undefined && this.#shape(run[0]) === this.#shape(node)) {
        run.push(node);
      } else runs.push([node]);
    }
    return runs;
  }

  /** The pattern that covers most runs from one on; 1 of them 1 time if there is none. */
  #patternAt(
    runs: readonly CallNode[][],
    start: number,
  ): { readonly length: number; readonly times: number } {
    const shape = (i: number) => i < runs.length ? this.#shape(runs[i][0]) : -1;
    let best = { length: 1, times: 1 };
    for (let length = 2; length <= LONGEST_PATTERN; length++) {
      let matching = 0;
      while (
        shape(start + length + matching) >= 0 &&
        shape(start + length + matching) === shape(start + matching)
      ) matching++;
      const times = 1 + Math.floor(matching / length);
      if (times > 1 && times * length > best.times * best.length) {
        best = { length, times };
      }
    }
    return best;
  }

  /** A number for each title with those of the calls that it caused. */
  #shape(node: CallNode): number {
    const known = this.#shapeOf.get(node);
    if (known !== undefined) return known;
    const below: number[] = [];
    for (const child of node.children) {
      const shape = this.#shape(child);
      if (shape !== below.at(-1)) below.push(shape);
    }
    const key = JSON.stringify([callTitle(node.call), ...below]);
    const shape = this.#shapes.get(key) ?? this.#shapes.size;
    this.#shapes.set(key, shape);
    this.#shapeOf.set(node, shape);
    return shape;
  }
}
