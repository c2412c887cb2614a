import type { Target } from "@x/rpcbench/benchmarks";

/** It neither answers nor minds being closed. */
const silent: Target = {
  connect: () =>
    Promise.resolve({
      request: () => new Promise<void>(() => {}),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
};

export default silent;
