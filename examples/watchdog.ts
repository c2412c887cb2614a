/**
 * Who is told when it becomes slow? A watchdog learns what is normal, checks again
 * and again, and calls hooks when it is not well any more, and when it is again.
 * Here a service becomes slow on purpose, and recovers.
 *
 *     deno run -A examples/watchdog.ts
 *     deno run -A examples/watchdog.ts --webhook http://127.0.0.1:8080/alerts
 */
import {
  createRpcConnection,
  latencyCheck,
  logHook,
  RpcServer,
  Watchdog,
  webhookHook,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";

const flags = parseArgs(Deno.args, {
  string: ["webhook"],
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: watchdog.ts [--webhook URL]`,
    );
    Deno.exit(2);
  },
});

await using server = await RpcServer.start({ port: 0 });

/** On a machine so busy that its times say nothing, it ends all the same. */
const MOST_CHECKS = 50;
/** How long the service takes, in seconds. */
let delay = 0.002;
await using watchdog = Watchdog.start({
  name: "orders",
  check: latencyCheck({
    connectionFactory: () => createRpcConnection(server),
    requestFunc: ({ root }) => root.sleep(delay),
    numRequests: 10,
  }),
  // Every five minutes; this program does not wait for that, and checks by itself.
  every: 300,
  learnFrom: 3,
  limits: ["latency.median<=3x baseline", "success_rate>=95%"],
  hooks: [
    logHook(console.log),
    ...flags.webhook === undefined ? [] : [webhookHook({ url: flags.webhook })],
  ],
});

await checkUntil("healthy");
delay = 0.05;
await checkUntil("degraded");
delay = 0.002;
await checkUntil("healthy");

async function checkUntil(state: "healthy" | "degraded"): Promise<void> {
  for (let checks = 0; checks <= MOST_CHECKS; checks++) {
    if (watchdog.state.state === state) {
      return console.log(`${state} after ${checks} checks`);
    }
    await watchdog.checkNow();
  }
  throw new Error(`it is not ${state} after ${MOST_CHECKS} checks`);
}
