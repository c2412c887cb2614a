import type { CodePlace } from "./function_time.ts";
import {
  type CodeLocation,
  type CodeOrigin,
  codeOrigin,
  readableUrl,
} from "./code_origin.ts";

/** Where V8 says that code is; lines from 0 on, −1 for native code. */
export interface CallFrame extends CodeLocation {
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Tells functions apart, over profiles of several processes. */
export function functionKey(
  { functionName, url, lineNumber, columnNumber }: CallFrame,
): string {
  return `${functionName}\n${url}:${lineNumber}:${columnNumber}`;
}

/** Where a function is, for people. */
export function codePlace(frame: CallFrame): CodePlace {
  const { functionName, url, lineNumber } = frame;
  return {
    name: functionName === "" ? "(anonymous)" : functionName,
    module: readableUrl(url),
    ...lineNumber < 0 ? {} : { line: lineNumber + 1 },
    origin: codeOrigin(frame),
  };
}

/** What code of one origin has of something, such as time. */
export interface OriginAmount {
  readonly origin: CodeOrigin;
  readonly amount: number;
}

/** How much of something there is by whose code it is, most first. */
export function amountsByOrigin<Place extends CodePlace>(
  places: readonly Place[],
  amountOf: (place: Place) => number,
): OriginAmount[] {
  const amounts = new Map<string, OriginAmount>();
  for (const place of places) {
    const { origin } = place;
    const key = `${origin.kind} ${origin.name}`;
    const sum = amounts.get(key)?.amount ?? 0;
    amounts.set(key, { origin, amount: sum + amountOf(place) });
  }
  return [...amounts.values()].sort((a, b) => b.amount - a.amount);
}
