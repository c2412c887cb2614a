import type { CallRecord } from "./call_record.ts";

/** A call with the calls that it caused. */
export interface CallNode {
  /** The call as the end saw it that made it, or else as the other one did. */
  readonly call: CallRecord;
  /** The call as the end saw it that answered it, if that is known beside. */
  answering: CallRecord | undefined;
  /** The calls that it caused, in their order. */
  readonly children: CallNode[];
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
    const node = { call, answering: undefined, children: [] };
    nodes.set(call.id, node);
    own.push(node);
  }
  // Both ends' records of one call are one node, which goes by either id.
  for (const call of calls) {
    if (call.parentId === undefined || !isAnswerTo(call, isMade)) continue;
    const node = nodes.get(call.parentId);
    if (node === undefined) continue;
    node.answering = call;
    nodes.set(call.id, node);
  }
  const outermost: CallNode[] = [];
  for (const node of own) {
    const { causeId, parentId } = node.call;
    // The other end's record in between is only there if that end has told.
    const above = find(nodes, parentId) ?? find(nodes, causeId);
    (above?.children ?? outermost).push(node);
  }
  return outermost;
}

/** Whether a call was made by one of these, as the answering end saw it. */
function isAnswerTo(
  { parentId, side }: CallRecord,
  made: ReadonlySet<string>,
): boolean {
  return side === "server" && parentId !== undefined && made.has(parentId);
}

function find(
  nodes: ReadonlyMap<string, CallNode>,
  id: string | undefined,
): CallNode | undefined {
  return id === undefined ? undefined : nodes.get(id);
}
