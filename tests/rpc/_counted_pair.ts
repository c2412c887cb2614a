import { assertExists } from "@std/assert";
import type { ServiceClass } from "../../rpc/mod.ts";
import {
  type ConnectedPair,
  connectedPair,
  type PairOptions,
} from "./_connected_pair.ts";
import { CountingProxy } from "./_counting_proxy.ts";
import { TCP } from "./_transport_kinds.ts";

/** The two ends of one connection, and the proxy between them. */
export interface CountedPair<Service extends object>
  extends ConnectedPair<Service> {
  readonly proxy: CountingProxy;
}

/** Connects two ends in this process, with a proxy that counts frames between. */
export async function countedPair<Service extends object>(
  service: ServiceClass<Service>,
  options: Omit<PairOptions, "kind"> = {},
): Promise<CountedPair<Service>> {
  await using stack = new AsyncDisposableStack();
  let proxy: CountingProxy | undefined;
  const pair = await connectedPair(service, {
    ...options,
    kind: {
      ...TCP,
      connect(port) {
        proxy = stack.use(CountingProxy.start({ port }));
        return TCP.connect(proxy.port);
      },
    },
  });
  stack.use(pair);
  assertExists(proxy);
  const owned = stack.move();
  return { ...pair, proxy, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
