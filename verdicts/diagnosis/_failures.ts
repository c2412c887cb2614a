import type { ErrorCount } from "../../benchmarks/mod.ts";

/** What keeps a connection from coming about, or from staying. */
export type ConnectionFailure =
  /** The machine of the clients has no port left for one more connection. */
  | "no_port"
  /** A process may not open one more file, which a connection is. */
  | "no_file"
  /** Nobody listens, or the queue of those who wait to be accepted is full. */
  | "refused"
  /** It was there, and the other end closed it. */
  | "dropped"
  /** Nobody accepted it in time, or whatever else. */
  | "not_made";

/** What the names and messages of errors say, most telling first. */
const PATTERNS: readonly (readonly [ConnectionFailure, RegExp])[] = [
  [
    "no_port",
    /EADDRNOTAVAIL|AddrNotAvailable|cannot assign requested address|can't assign requested address/i,
  ],
  ["no_file", /EMFILE|ENFILE|too many open files/i],
  ["refused", /ECONNREFUSED|connection ?refused|actively refused/i],
  [
    "dropped",
    /ECONNRESET|EPIPE|ConnectionLost|connection ?(reset|closed|aborted|error)|broken ?pipe|unexpected ?eof|(closed|lost) the connection|connection was (lost|closed)/i,
  ],
];

/** What connections that nobody accepts say; requests that nobody answers are of the same kind. */
const NOT_MADE = /no connection within|ETIMEDOUT|connection timed ?out/i;

/** Which failure of a connection an error is, if it is one. */
export function connectionFailureOf(
  { examples, kind }: ErrorCount,
): ConnectionFailure | undefined {
  const said = [kind, ...examples].join("\n");
  const found = PATTERNS.find(([, pattern]) => pattern.test(said));
  if (found !== undefined) return found[0];
  const areNotMade = examples.length > 0 &&
    examples.every((message) => NOT_MADE.test(message));
  return areNotMade ? "not_made" : undefined;
}

/** How many requests were given up before anybody could fail them. */
export function unsentOf(errors: readonly ErrorCount[]): number {
  return errors.find(({ kind }) => kind === "unsent")?.count ?? 0;
}

/** How many errors there were, and of what kinds, most frequent first. */
export function countedErrors(errors: readonly ErrorCount[]): string {
  return errors.toSorted((a, b) => b.count - a.count)
    .map(({ count, kind }) => `${count} × ${kind}`).join(", ");
}
