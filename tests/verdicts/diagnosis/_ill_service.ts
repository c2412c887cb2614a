import { RpcTarget } from "@x/rpcbench/rpc";

/** How many calls may use the pool at once. */
const POOL = 2;
/** Every so many calls hold the lock. */
const LOCKING = 40;

let inUse = 0;
let running = 0;
let calls = 0;
let lock: Promise<void> = Promise.resolve();

/** A service that has a method for each disease, and one that has none. */
export default class IllService extends RpcTarget {
  /** It is well. */
  ping(): string {
    return "pong";
  }

  /** It computes, and nothing else happens meanwhile. */
  hold(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  }

  /** It waits without letting go of the event loop, as for a file that is read at once. */
  block(milliseconds: number): void {
    Atomics.wait(
      new Int32Array(new SharedArrayBuffer(4)),
      0,
      0,
      milliseconds,
    );
  }

  /** It waits, as for the answer of a database. */
  wait(seconds: number): Promise<void> {
    return sleep(seconds);
  }

  /** It waits for its turn; some turns take long. */
  lock(seconds: number): Promise<void> {
    const mine = calls++ % LOCKING === 0 ? seconds : 0;
    return lock = lock.then(() => mine === 0 ? undefined : sleep(mine));
  }

  /** Each call takes the longer the more of them there are. */
  async crowd(seconds: number): Promise<void> {
    running++;
    await sleep(seconds * running ** 2);
    running--;
  }

  /** It takes one of few, and fails if there is none. */
  async pool(seconds: number): Promise<void> {
    if (inUse >= POOL) throw new Error("the pool is exhausted");
    inUse++;
    await sleep(seconds);
    inUse--;
  }

  /** It has one turn after another, of the same length. */
  turn(seconds: number): Promise<void> {
    return lock = lock.then(() => sleep(seconds));
  }
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}
