import { type CallFrame, codePlace, functionKey } from "./_code_places.ts";
import { type CpuNode, CpuProfile } from "./cpu_profile.ts";
import type { CallTreeNode } from "./function_time.ts";

/** What took less of the time than this is left out. */
const LEAST_SHARE = 0.005;
/** So many nodes a tree has at most: those with the most time. */
const MOST_NODES = 400;

/** A function below a certain chain of callers. */
interface Branch {
  readonly key: string;
  readonly frame: CallFrame;
  /** Absent for what is outermost on the stack. */
  readonly caller: Branch | undefined;
  readonly callees: Map<string, Branch>;
  self: number;
  total: number;
}

/**
 * Which functions called which, and how long each took, from the seconds of each
 * node of V8's trees: equal chains of callers are one, in however many processes.
 * What is small is left out; its time stays in the total of what called it.
 */
export function callTree(
  seconds: ReadonlyMap<CpuNode, number>,
): CallTreeNode[] {
  const branches = mergedBranches(seconds);
  for (const { caller, total } of branches.toReversed()) {
    if (caller !== undefined) caller.total += total;
  }
  const whole = branches.reduce((sum, { self }) => sum + self, 0);
  return nodesOf(
    branches
      .filter(({ total }) => total >= LEAST_SHARE * whole)
      // Callers stay before what they called: they took no less.
      .sort((a, b) => b.total - a.total)
      .slice(0, MOST_NODES),
  );
}

/** All branches, callers first; their totals are of themselves only. */
function mergedBranches(seconds: ReadonlyMap<CpuNode, number>): Branch[] {
  const outermost = new Map<string, Branch>();
  const branches: Branch[] = [];
  const branchBelow = (caller: Branch | undefined, frame: CallFrame) => {
    const key = functionKey(frame);
    // However deep a function calls itself, it is one.
    if (caller?.key === key) return caller;
    const siblings = caller?.callees ?? outermost;
    const existing = siblings.get(key);
    if (existing !== undefined) return existing;
    const callees = new Map<string, Branch>();
    const branch = { key, frame, caller, callees, self: 0, total: 0 };
    siblings.set(key, branch);
    branches.push(branch);
    return branch;
  };
  for (const [node, time] of seconds) {
    const stack = [...CpuProfile.stack(node)].reverse();
    let innermost: Branch | undefined;
    for (const { frame } of stack) innermost = branchBelow(innermost, frame);
    if (innermost === undefined) continue;
    innermost.self += time;
    innermost.total += time;
  }
  return branches;
}

/** The same as nodes, callers first, each below that of its caller. */
function nodesOf(branches: readonly Branch[]): CallTreeNode[] {
  const outermost: CallTreeNode[] = [];
  const children = new Map<Branch | undefined, CallTreeNode[]>([
    [undefined, outermost],
  ]);
  for (const branch of branches) {
    const { caller, frame, self, total } = branch;
    const below: CallTreeNode[] = [];
    children.set(branch, below);
    children.get(caller)?.push({
      ...codePlace(frame),
      self,
      total,
      children: below,
    });
  }
  return outermost;
}
