/** Requests per second of loops that run at once. */
export async function rate(
  times: number,
  requests: readonly (() => Promise<unknown>)[],
): Promise<number> {
  const start = performance.now();
  await Promise.all(requests.map(async (request) => {
    for (let i = 0; i < times; i++) await request();
  }));
  return times * requests.length / ((performance.now() - start) / 1000);
}
