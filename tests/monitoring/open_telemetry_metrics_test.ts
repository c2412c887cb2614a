import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { MonitoredFile } from "./_monitored_file.ts";
import { exportOpenTelemetry } from "../../monitoring/mod.ts";
import { eventually } from "../rpc/_eventually.ts";
import { OtlpReceiver } from "../telemetry/_otlp_receiver.ts";

const PROGRAM = fileURLToPath(import.meta.resolve("./programs/exporting.ts"));

Deno.test("monitors and watchdogs arrive where OpenTelemetry's metrics go", async () => {
  await using file = await MonitoredFile.make();
  await using receiver = new OtlpReceiver();
  const program = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", PROGRAM, file.path],
    env: { ...receiver.environment, OTEL_METRIC_EXPORT_INTERVAL: "50" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await eventually(() =>
    receiver.points.some(({ attributes, metric }) =>
      metric === "rpcbench.operation.requests" &&
      attributes.operation === "get_user"
    )
  );
  await program.stdin.close();
  const { code, stderr, stdout } = await program.output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const [host, port] = new TextDecoder().decode(stdout).trim().split(":");

  /** What came of a metric, the greatest number first. */
  const of = (metric: string) =>
    receiver.points.filter((point) => point.metric === metric)
      .map(({ attributes, count, value = 0 }) =>
        [attributes, count ?? value] as const
      )
      .toSorted(([, a], [, b]) => b - a);
  const call = (method: string) => ({
    "rpc.system.name": "rpcbench",
    "rpc.method": method,
  });
  const server = { "server.address": host, "server.port": Number(port) };
  const failure = { "error.type": "RangeError" };

  assertEquals(of("rpc.client.call.duration"), [
    [{ ...call("ping"), ...server }, 5],
    [{ ...call("fail"), ...server, ...failure }, 1],
  ]);
  assertEquals(of("rpc.server.call.duration"), [
    [call("ping"), 5],
    [{ ...call("fail"), ...failure }, 1],
  ]);
  assertEquals(of("rpcbench.operation.duration"), [
    [{ "rpcbench.operation.name": "get_user" }, 1],
  ]);
  assertEquals(
    of("rpcbench.operation.requests").map(([, value]) => value),
    [5, 5, 1, 1, 1],
  );
  assertEquals(
    Object.fromEntries(
      of("rpcbench.watchdog.state").map(([{ state }, value]) => [state, value]),
    ),
    { healthy: 1, learning: 0, degraded: 0, unreachable: 0 },
  );

  const [durations] = receiver.points
    .filter(({ metric }) => metric === "rpc.client.call.duration");
  assertEquals(durations.unit, "s");
  const { bounds = [], sum = 0 } = durations;
  assert(bounds[0] < 0.001 && sum > 0 && sum < 5);
});

Deno.test("without OpenTelemetry, nothing is exported, and nothing fails", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  using _export = exportOpenTelemetry(monitor);
  assertEquals(await monitor.track("work", () => 7), 7);
});
