/** How long after its interruption a step may take to end, in milliseconds. */
const GRACE = 1000;

/**
 * The answer that is worked on; `undefined` if the signal aborts and the work does
 * not end soon after. Nobody waits for it then: a server elsewhere that hangs
 * cannot be ended from here, only its requests' timeout ends them.
 */
export async function answerInTime<Answer>(
  work: Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const late = Promise.withResolvers<undefined>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const startTimer = (): void => {
    timer = setTimeout(() => late.resolve(undefined), GRACE);
  };
  if (signal.aborted) startTimer();
  else signal.addEventListener("abort", startTimer, { once: true });
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    signal.removeEventListener("abort", startTimer);
    clearTimeout(timer);
  }
}
