import type { Target } from "@x/rpcbench/benchmarks";

/** It fails where nobody can catch it. */
const fatal: Target = {
  connect: () =>
    Promise.resolve({
      request() {
        setTimeout(() => {
          throw new Error("fatal");
        }, 0);
        return new Promise<void>(() => {});
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
};

export default fatal;
