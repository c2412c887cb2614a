import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { warmUp, warmUpBy } from "../../benchmarks/warm_up.ts";

const never = () => false;

/** Requests that take as long as they are told to, by a clock that only they move. */
class TimedRequests {
  count = 0;
  #now = 0;
  readonly #milliseconds: (index: number) => number;

  constructor(milliseconds: (index: number) => number) {
    this.#milliseconds = milliseconds;
  }

  request = (): Promise<void> => {
    this.#now += this.#milliseconds(this.count++);
    return Promise.resolve();
  };

  now = (): number => this.#now;
}

Deno.test("warm-up ends once three windows in a row have the same median", async () => {
  const steady = new TimedRequests(() => 0.1);
  await warmUp(steady.request, never, 10, steady.now);
  assertEquals(steady.count, 30);
});

Deno.test("warm-up goes on while requests get faster", async () => {
  // A tenth faster from window to window, down to where it stays.
  const tiering = new TimedRequests((index) =>
    Math.max(2 * 0.9 ** Math.floor(index / 10), 0.1)
  );
  await warmUp(tiering.request, never, 10, tiering.now);
  // 2 × 0.9 ** 28 is near 0.1; three windows more are needed to see that it stays.
  assertEquals(tiering.count, 310);
});

Deno.test("warm-up is not misled by single outliers", async () => {
  const jittery = new TimedRequests((index) => index % 7 === 0 ? 5 : 0.1);
  await warmUp(jittery.request, never, 20, jittery.now);
  assertEquals(jittery.count, 60);
});

Deno.test("warm-up ends after a second where nothing settles", async () => {
  const restless = new TimedRequests((index) =>
    Math.floor(index / 10) % 2 === 0 ? 1 : 2
  );
  await warmUp(restless.request, never, 10, restless.now);
  assertGreater(restless.now(), 1000);
  assertLess(restless.now(), 1003);
});

Deno.test("warm-up ends when it is told to", async () => {
  let requests = 0;
  await warmUp(() => Promise.resolve(++requests), () => requests === 5);
  assertEquals(requests, 5);
});

Deno.test("warm-up leaves the first failure to the measuring", async () => {
  let requests = 0;
  const failing = () => {
    if (++requests === 3) throw new Error("no");
    return Promise.resolve();
  };
  await warmUp(failing, never);
  assertEquals(requests, 3);
  requests = 0;
  await warmUpBy(10, failing, never);
  assertEquals(requests, 3);
});

Deno.test("warm-up of real requests ends by itself", async () => {
  let requests = 0;
  await warmUp(
    async () => {
      requests++;
      await crypto.subtle.digest("SHA-256", new Uint8Array(1000));
    },
    never,
    50,
  );
  assertGreater(requests, 100);
});

Deno.test("a fixed warm-up makes so many requests, or none, or stops early", async () => {
  let requests = 0;
  const request = () => Promise.resolve(++requests);
  await warmUpBy(12, request, never);
  assertEquals(requests, 12);
  await warmUpBy(0, request, never);
  assertEquals(requests, 12);
  await warmUpBy(10, request, () => requests === 15);
  assertEquals(requests, 15);
});
