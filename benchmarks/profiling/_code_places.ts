import type { CodePlace } from "./function_time.ts";
import { type CodeLocation, codeOrigin, readableUrl } from "./code_origin.ts";

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
