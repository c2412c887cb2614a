import type { CallKind } from "../rpc/mod.ts";
import type { CallRecord } from "./call_record.ts";
import { LONGEST_TEXT, MOST_REFERENCES } from "./_recorded_call.ts";

const KINDS: readonly CallKind[] = ["call", "get", "set", "apply", "obtain"];

type Check = (value: unknown) => boolean;

/** What each field of a record takes. */
const FIELDS: { readonly [Field in keyof CallRecord]: Check } = {
  id: isSpanId,
  traceId: (value) => isText(value) && /^[0-9a-f]{32}$/.test(value),
  parentId: optional(isSpanId),
  causeId: optional(isSpanId),
  side: (value) => value === "client" || value === "server",
  processId: isCount,
  connection: isCount,
  kind: (value) => KINDS.some((kind) => kind === value),
  name: isText,
  reference: optional(isReference),
  startedAt: isQuantity,
  duration: optional(isQuantity),
  depth: isCount,
  bytesOut: isCount,
  bytesIn: isCount,
  roundTrip: optional(isCount),
  receivedReferences: (value) =>
    Array.isArray(value) && value.length <= MOST_REFERENCES &&
    value.every(isReference),
  error: optional(isText),
  location: optional((value) =>
    isObject(value) && isText(value.file) && isText(value.functionName) &&
    isCount(value.line) && isCount(value.column)
  ),
  section: optional(isText),
  callsLeftOut: isCount,
};
const CHECKS = Object.entries(FIELDS);

/** Whether what another program has sent is a record, and nothing beside it. */
export function isCallRecord(value: unknown): value is CallRecord {
  return isObject(value) && Object.keys(value).length === CHECKS.length &&
    CHECKS.every(([field, check]) => check(value[field]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** What is cut off from a longer one leaves one character in its place. */
function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_TEXT + 1;
}

function isSpanId(value: unknown): boolean {
  return isText(value) && /^[0-9a-f]{16}$/.test(value);
}

function isQuantity(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value < Infinity;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && isQuantity(value);
}

function isReference(value: unknown): boolean {
  return isObject(value) && isCount(value.id) && isText(value.className);
}

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}
