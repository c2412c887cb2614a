import { RpcTarget } from "@x/rpcbench/rpc";

/** Seconds that each call keeps the server's only thread busy. */
const BUSY = 0.005;

/** It can answer 200 calls per second, and not one more. */
export default class BusyService extends RpcTarget {
  work(): void {
    const end = performance.now() + BUSY * 1000;
    while (performance.now() < end);
  }
}
