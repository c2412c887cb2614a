import { ProtocolError } from "./errors.ts";

/** Asks the other end for something; it is answered with the same id. */
export type Request = readonly [
  kind: RequestKind,
  id: number,
  /**
   * What it is done to: 0 for the service, a number above 0 for what the other
   * end has lent, one below 0 for the answer to that request of the same frame.
   */
  target: number,
  /**
   * The way from there, as one name or several; the last is the method or the
   * property itself.
   */
  path: string | readonly string[],
  /** A call's arguments; the one value to set; else nothing. */
  args: readonly unknown[],
  /** A W3C `traceparent`, if the caller is observed. */
  traceparent?: string,
  /** Calls with the same one run in the order in which they arrive. */
  orderingKey?: string,
];

/** What a request asks for. */
export type RequestKind = "call" | "get" | "set" | "obtain";

/** Says how a request ended. */
export type Answer =
  /** With what the method returned. */
  | readonly ["result", id: number, value: unknown, report?: unknown]
  /** With what the method threw. */
  | readonly ["error", id: number, thrown: unknown, report?: unknown];

/** Carries a stream, from its source to its reader. */
export type StreamData =
  /**
   * A value of the stream. Many bytes of a byte stream are on the wire as
   * `["bytes", stream, length]`, and follow the envelope.
   */
  | readonly ["chunk", stream: number, value: unknown]
  /** The stream is complete. */
  | readonly ["end", stream: number]
  /** The source failed; nothing more will come. */
  | readonly ["fail", stream: number, thrown: unknown];

/** Steers a stream, from its reader to its source. */
export type StreamControl =
  /** So many more bytes may come. */
  | readonly ["credit", stream: number, bytes: number]
  /** Nobody reads any more. */
  | readonly ["stop", stream: number, reason: unknown];

/** What either end says to the other. */
export type Envelope =
  | Request
  /** Requests that leave together, as some build on the answers of others. */
  | readonly ["batch", ...requests: Request[]]
  | Answer
  /** Says that nobody waits for the answer any more; it is sent all the same. */
  | readonly ["cancel", id: number]
  /** Gives references back: number, how often it had come, number, … */
  | readonly ["release", counts: readonly number[]]
  | StreamData
  | StreamControl
  /** Says why this end is about to close the connection. */
  | readonly ["goodbye", reason: string];

/** What was decoded, as an envelope; throws a {@linkcode ProtocolError} if it is none. */
export function asEnvelope(decoded: unknown): Envelope {
  if (Array.isArray(decoded)) {
    const envelope = isRequest(decoded) ? decoded : asOther(decoded);
    if (envelope !== undefined) return envelope;
  }
  throw new ProtocolError("an envelope is none that this protocol has");
}

function isRequest(decoded: unknown): decoded is Request {
  if (!Array.isArray(decoded)) return false;
  // By index: every call comes here, and a pattern costs several times as much.
  switch (decoded[0]) {
    case "call":
    case "get":
    case "set":
    case "obtain":
      return isId(decoded[1]) && Number.isSafeInteger(decoded[2]) &&
        isPath(decoded[3]) && Array.isArray(decoded[4]) &&
        (decoded.length === 5 ||
          isRest(decoded.length, decoded[5], decoded[6]));
    default:
      return false;
  }
}

/** Whether a request of that length, above 5, may end so. */
function isRest(
  length: number,
  traceparent: unknown,
  orderingKey: unknown,
): boolean {
  switch (length) {
    case 6:
      return typeof traceparent === "string";
    case 7:
      return typeof orderingKey === "string" &&
        (traceparent === undefined || typeof traceparent === "string");
    default:
      return false;
  }
}

function isPath(value: unknown): value is Request[3] {
  return typeof value === "string" ||
    Array.isArray(value) && value.every((name) => typeof name === "string");
}

function asOther(decoded: readonly unknown[]): Envelope | undefined {
  const kind = decoded[0];
  const first = decoded[1];
  const second = decoded[2];
  const { length } = decoded;
  switch (kind) {
    case "batch": {
      const requests = decoded.slice(1);
      if (requests.every(isRequest)) return [kind, ...requests];
      break;
    }
    case "result":
    case "error":
      if (!isId(first)) break;
      if (length === 3) return [kind, first, second];
      if (length === 4) return [kind, first, second, decoded[3]];
      break;
    case "chunk":
    case "fail":
    case "stop":
      if (isId(first) && length === 3) return [kind, first, second];
      break;
    case "credit":
      if (isId(first) && isId(second) && length === 3) {
        return [kind, first, second];
      }
      break;
    case "cancel":
    case "end":
      if (isId(first) && length === 2) return [kind, first];
      break;
    case "release":
      if (
        Array.isArray(first) && first.every(isId) && first.length % 2 === 0 &&
        length === 2
      ) return [kind, first];
      break;
    case "goodbye":
      if (typeof first === "string" && length === 2) return [kind, first];
      break;
  }
  return undefined;
}

/** Whether a value is a number that something may have on the wire. */
export function isId(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
