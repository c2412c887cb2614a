import type { ProcessProfile, RawCpuProfile } from "../../servers/mod.ts";
import type { CallFrame } from "./_code_places.ts";

/** What V8 calls the time in which nothing ran. */
const IDLE = "(idle)";
/** What it calls the time in which it collected garbage. */
const GARBAGE_COLLECTION = "(garbage collector)";

/** What a process did when a sample was taken. */
export type ProcessActivity = "idle" | "garbage_collection" | "running";

/** A moment at which V8 saw what ran, which counts until the next one. */
export interface CpuSample {
  /** When it was taken, in seconds on the machine's clock. */
  readonly at: number;
  /** When the next one was. */
  readonly until: number;
  /** The function that ran. */
  readonly node: CpuNode;
}

/** A function, called by a certain chain of others. */
export interface CpuNode {
  /** Which function. */
  readonly frame: CallFrame;
  /** What called it; absent for the root. */
  readonly caller?: CpuNode;
  /** What the process did while it ran. */
  readonly activity: ProcessActivity;
}

/** What of a profile of V8 is looked at. */
export type SampledTime = Pick<ProcessProfile, "cpu" | "from" | "until">;

/** A CPU profile of V8, made readable: its samples in order, each with its stack. */
export class CpuProfile {
  /** All samples between the profile's start and stop, the first one first. */
  readonly samples: readonly CpuSample[];

  /** Reads a profile; all moments are in seconds from then on. */
  constructor({ cpu: raw, from, until }: SampledTime) {
    const nodes = readNodes(raw);
    const { samples = [], timeDeltas = [], startTime, endTime } = raw;
    let clock = startTime;
    const taken = samples.flatMap((id, i) => {
      clock += timeDeltas[i] ?? 0;
      const node = nodes.get(id);
      return node === undefined ? [] : [{ at: clock, node }];
    });
    // V8 notes a sample that a signal delayed after its successor.
    taken.sort((a, b) => a.at - b.at);
    this.samples = taken
      .map(({ at, node }, i) => ({
        at: Math.max(from, at / 1e6),
        until: Math.min(until, (taken[i + 1]?.at ?? endTime) / 1e6),
        node,
      }))
      .filter(({ at, until }) => at < until);
  }

  /** The functions on the stack of a node, itself first, without the root. */
  static *stack(node: CpuNode): Generator<CpuNode> {
    for (
      let at: CpuNode | undefined = node;
      at?.caller !== undefined;
      at = at.caller
    ) yield at;
  }
}

function readNodes(raw: RawCpuProfile): Map<number, CpuNode> {
  const callers = new Map<number, number>();
  for (const { id, children = [] } of raw.nodes) {
    for (const child of children) callers.set(child, id);
  }
  const nodes = new Map<number, CpuNode>();
  // A node comes after what called it.
  for (const { id, callFrame } of raw.nodes) {
    const caller = callers.get(id);
    nodes.set(id, {
      frame: callFrame,
      caller: caller === undefined ? undefined : nodes.get(caller),
      activity: activityOf(callFrame.functionName),
    });
  }
  return nodes;
}

function activityOf(functionName: string): ProcessActivity {
  switch (functionName) {
    case IDLE:
      return "idle";
    case GARBAGE_COLLECTION:
      return "garbage_collection";
    default:
      return "running";
  }
}
