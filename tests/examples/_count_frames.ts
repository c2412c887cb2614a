/**
 * Preloaded into an example, so that a proxy counts the frames of each of its
 * connections. What they come to is the last line of standard error.
 *
 * @module
 */
import { CountingProxy } from "../rpc/_counting_proxy.ts";

const connect = Deno.connect;
const proxies: CountingProxy[] = [];
/** How many proxies have still to connect to a port themselves. */
const expected = new Map<number, number>();

async function connectThroughProxy(
  options: Deno.ConnectOptions,
): Promise<Deno.TcpConn> {
  const { port } = options;
  const own = expected.get(port) ?? 0;
  if (own > 0) {
    expected.set(port, own - 1);
    return await connect(options);
  }
  expected.set(port, own + 1);
  const proxy = CountingProxy.start({ port });
  proxy.unref();
  proxies.push(proxy);
  return await connect({ ...options, port: proxy.port });
}

Object.defineProperty(Deno, "connect", { value: connectThroughProxy });

addEventListener("unload", () => {
  // The first connection only proves that the server is there.
  const traffic = proxies.slice(1).map((proxy) => proxy.traffic);
  const requests = traffic.map(({ toServer }) => toServer.requests);
  const callsBack = traffic.map(({ toClient }) => toClient.requests);
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  console.error(JSON.stringify([sum(requests), sum(callsBack)]));
});
