import type { Target } from "@x/rpcbench/benchmarks";

/** It answers at once, with a byte. */
const instant: Target = {
  connect: () =>
    Promise.resolve({
      request: () => Promise.resolve({ received: 1 }),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
};

export default instant;
