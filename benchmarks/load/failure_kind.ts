import {
  CallTimeoutError,
  ConnectionLostError,
  ProtocolError,
  SecurityError,
} from "../../rpc/mod.ts";
import { HttpStatusError } from "../../servers/mod.ts";

/** A request or a connection took longer than the load generator allows. */
export class LoadTimeoutError extends Error {
  /** Tells it from other errors. */
  override readonly name = "LoadTimeoutError";
}

/** A request was due, and no connection was free for it until it was too late. */
export class UnsentError extends Error {
  /** Tells it from other errors. */
  override readonly name = "UnsentError";
}

/**
 * What `fetch` and `Deno.connect` say when they fail, most telling first: `fetch`
 * reports all failures as a `TypeError`.
 */
const MESSAGES: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/dns error|failed to lookup address|name or service not known/i, "dns"],
  [/connection refused/i, "connection refused"],
  [/certificate|tls|ssl|InvalidContentType|handshake/i, "tls"],
  [
    /connection reset|broken pipe|connection closed|connection error|unexpected eof|incomplete message|body from connection|the connection is closed/i,
    "connection closed",
  ],
  [/timed out|no route to host|unreachable/i, "unreachable"],
  [/invalid http|parse|client error \(SendRequest\)/i, "protocol error"],
];

/**
 * What happened, in a word or two for a user: `"connection refused"`, `"dns"`,
 * `"tls"`, `"connection closed"`, `"timeout"`, `"status 500"`,
 * `"protocol error"`, `"security"`, `"unsent"`, or else the error's name.
 */
export function failureKind(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (error instanceof HttpStatusError) return `status ${error.status}`;
  if (error instanceof UnsentError) return "unsent";
  if (isTimeout(error)) return "timeout";
  if (error instanceof Deno.errors.ConnectionRefused) {
    return "connection refused";
  }
  if (error instanceof ConnectionLostError) return "connection closed";
  if (error instanceof SecurityError) return "security";
  if (error instanceof ProtocolError) return "protocol error";
  const text = messagesOf(error);
  const known = MESSAGES.find(([pattern]) => pattern.test(text));
  return known?.[1] ?? error.name;
}

function isTimeout(error: Error): boolean {
  return error instanceof LoadTimeoutError ||
    error instanceof CallTimeoutError || error.name === "TimeoutError";
}

function messagesOf(error: Error): string {
  const { cause } = error;
  const own = `${error.name}: ${error.message}`;
  return cause instanceof Error ? `${own}; ${messagesOf(cause)}` : own;
}
