/** Waits until all have ended, and then throws what the first failure did. */
export async function settleAll(
  promises: Iterable<Promise<unknown>>,
): Promise<void> {
  const results = await Promise.allSettled(promises);
  const failure = results.find((result) => result.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}
