/**
 * The innermost frames of the program as it runs, from the one that called
 * `above` on. What the program does with stack traces of its own stays as it is.
 */
export function captureFrames(
  count: number,
  above: (...args: never[]) => unknown,
): readonly NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = count;
    Error.prepareStackTrace = keepFrames;
    const holder: { readonly stack?: unknown } = {};
    Error.captureStackTrace(holder, above);
    // Only reading it makes the runtime prepare it.
    return Array.isArray(holder.stack) ? holder.stack : [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    // Undefined is as good as absent, and much faster than taking it away.
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function keepFrames(
  _error: unknown,
  frames: NodeJS.CallSite[],
): NodeJS.CallSite[] {
  return frames;
}
