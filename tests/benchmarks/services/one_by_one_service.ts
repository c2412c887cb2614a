import { RpcTarget } from "@x/rpcbench/rpc";

/** Milliseconds that each call takes. */
const WORK = 5;

let last: Promise<void> = Promise.resolve();

/**
 * It can answer 200 calls per second, and not one more, over however many
 * connections: as if it worked, but it leaves the processor to other tests.
 */
export default class OneByOneService extends RpcTarget {
  work(): Promise<void> {
    return last = last.then(() =>
      new Promise((resolve) => setTimeout(resolve, WORK))
    );
  }
}
