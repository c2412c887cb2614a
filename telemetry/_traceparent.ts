/** A call as another process knows it. */
export interface TraceParent {
  readonly traceId: string;
  readonly id: string;
}

/** Any version, as W3C Trace Context asks: later ones may only append. */
const FORM = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

/** The W3C `traceparent` of a call that is recorded. */
export function formatTraceparent({ traceId, id }: TraceParent): string {
  return `00-${traceId}-${id}-01`;
}

/** What a `traceparent` says; `undefined` for a malformed one. */
export function parseTraceparent(
  traceparent: string | undefined,
): TraceParent | undefined {
  if (traceparent === undefined) return undefined;
  const match = FORM.exec(traceparent);
  if (match === null) return undefined;
  const [, traceId, id] = match;
  return { traceId, id };
}
