import { trace } from "@opentelemetry/api";
import { connect, observeConnections } from "../../../rpc/mod.ts";
import { RpcServer } from "../../../servers/mod.ts";
import { openTelemetryObserver } from "../../../telemetry/mod.ts";
import type TracedService from "./traced_service.ts";

await using server = await RpcServer.start({
  mode: Deno.args.includes("forking") ? "forking" : "threaded",
  port: 0,
  service: import.meta.resolve("./traced_service.ts"),
});
observeConnections(openTelemetryObserver());
await using connection = await connect<TracedService>(server);
const { root } = connection;
console.log(server.port);

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  await trace.getTracer("client").startActiveSpan(name, async (span) => {
    await work();
    span.end();
  });
}

await step("work", () => root.work());
await step(
  "at once",
  () => Promise.all(Array.from({ length: 20 }, () => root.work())),
);
await step("failure", () => root.fail().catch(() => {}));
{
  using user = await root.user();
  await step("reference", () => user.rename("Ada"));
}
await step("callbacks", () => {
  const callback = async (depth: number): Promise<void> => {
    if (depth > 1) await root.callBack(callback, depth - 1);
  };
  return root.callBack(callback, 2);
});

await step("abandonment", async () => {
  const { port } = server;
  await using unobserved = await connect<TracedService>({
    port,
    observed: false,
  });
  using _observation = unobserved.observe(openTelemetryObserver());
  unobserved.root.hang().catch(() => {});
  await unobserved.root.work();
});
// The server's process ends soon: by then it must have seen the connection go.
await step("watching", async () => {
  while (await root.hanging() > 0);
});
