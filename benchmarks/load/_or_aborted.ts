/** Resolves when some work is done, or a signal aborts; the signal forgets it then. */
export async function orAborted(
  work: Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  const abort = (): void => aborted.resolve();
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
