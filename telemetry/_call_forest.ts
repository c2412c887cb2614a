import type { CallRecord } from "./call_record.ts";

/** A call with the calls that it caused. */
export interface CallNode {
  /** The call as the end saw it that made it, or else as the other one did. */
  readonly call: CallRecord;
  /** The call as the end saw it that answered it, if that is known beside. */
  answering: CallRecord | undefined;
  /** The calls that it caused, in their order. */
  readonly children: CallNode[];
  /** How many calls under it are not known. */
  leftOut: number;
}

/** Calls under the calls that caused them; the outermost are returned. */
export function callForest(calls: readonly CallRecord[]): CallNode[] {
  const nodes = new Map<string, CallNode>();
  const own: CallNode[] = [];
  const isMade = new Set(
    calls.filter(({ side }) => side === "client").map(({ id }) => id),
  );
  for (const call of calls) {
    if (isAnswerTo(call, isMade)) continue;
    const leftOut = call.callsLeftOut;
    const node = { call, answering: undefined, children: [], leftOut };
    nodes.set(call.id, node);
    own.push(node);
  }
  // Both ends' records of one call are one node, which goes by either id.
  for (const call of calls) {
    if (call.parentId === undefined || !isAnswerTo(call, isMade)) continue;
    const node = nodes.get(call.parentId);
    if (node === undefined) continue;
    node.answering = call;
    node.leftOut += call.callsLeftOut;
    nodes.set(call.id, node);
  }
  const outermost: CallNode[] = [];
  for (const node of own) {
    const { causeId, parentId } = node.call;
    const parent = find(nodes, parentId);
    // The other end's call in between is not there if that end did not tell.
    const cause = parent ?? find(nodes, causeId);
    if (cause !== parent && cause !== undefined) cause.leftOut--;
    (cause?.children ?? outermost).push(node);
  }
  return outermost;
}

/** Whether a record is the answering end's of a call that one of these made. */
function isAnswerTo(
  { causeId, parentId, side }: CallRecord,
  made: ReadonlySet<string>,
): boolean {
  // A callback whose caller is not known has its cause for a parent.
  return side === "server" && parentId !== undefined && parentId !== causeId &&
    made.has(parentId);
}

function find(
  nodes: ReadonlyMap<string, CallNode>,
  id: string | undefined,
): CallNode | undefined {
  return id === undefined ? undefined : nodes.get(id);
}
