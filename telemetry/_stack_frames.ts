/**
 * The innermost frames of the program as it runs, from the one that called
 * `above` on. What the program does with stack traces of its own stays as it is.
 */
export function captureFrames(
  count: number,
  above: (...args: never[]) => unknown,
): readonly NodeJS.CallSite[] {
  const limit = Error.stackTraceLimit;
  const prepare = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  let frames: readonly NodeJS.CallSite[] = [];
  try {
    Error.stackTraceLimit = count;
    Error.prepareStackTrace = (_error, callSites) => {
      frames = callSites;
    };
    const holder: { readonly stack?: unknown } = {};
    Error.captureStackTrace(holder, above);
    // Only reading it makes the runtime prepare it.
    void holder.stack;
  } finally {
    Error.stackTraceLimit = limit;
    if (prepare === undefined) {
      Reflect.deleteProperty(Error, "prepareStackTrace");
    } else Object.defineProperty(Error, "prepareStackTrace", prepare);
  }
  return frames;
}
