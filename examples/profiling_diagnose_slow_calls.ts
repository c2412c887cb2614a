/**
 * Why is this program slow? The profiler tells the calls that take long by
 * themselves from those that are only made too often, and names the fix.
 *
 *     deno run -A examples/profiling_diagnose_slow_calls.ts
 *     deno run -A examples/profiling_diagnose_slow_calls.ts --checks 200
 */
import {
  createRpcConnection,
  formatCallTree,
  formatFindings,
  formatSlowCallsReport,
  profileRpcCalls,
  RpcServer,
  RpcTelemetry,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type ShopService from "./shop/shop_service.ts";

const flags = parseArgs(Deno.args, {
  string: ["checks"],
  default: { checks: "100" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: profiling_diagnose_slow_calls.ts [--checks N]`,
    );
    Deno.exit(2);
  },
});

await using server = await RpcServer.start({
  port: 0,
  service: import.meta.resolve("./shop/shop_service.ts"),
});
await using connection = await createRpcConnection<ShopService>(server);
const ids = Array.from({ length: Number(flags.checks) }, (_, i) => i + 1);
const rules = new Uint8Array(256 * 1024);

// Before: a report that is slow for two reasons, only one of which is the server.
const slow = new RpcTelemetry({ slowCallThreshold: 0.02 });
await profileRpcCalls(
  connection,
  { telemetry: slow, print: false },
  async ({ root }) => {
    await root.totalOf(1);
    for (const id of ids) await root.check(id, rules);
  },
);
console.log(formatSlowCallsReport(slow, { topN: 20 }), "\n");
console.log(formatCallTree(slow), "\n");
console.log(formatFindings(slow.findings()), "\n");

// After: the rules go once and stay, and all is asked for in one frame.
const quick = new RpcTelemetry({ slowCallThreshold: 0.02 });
await profileRpcCalls(
  connection,
  { telemetry: quick, print: false },
  async (profiled) => {
    await profiled.root.totalOf(1);
    using kept = await profiled.root.openRules(rules);
    await profiled.connection.batch(() =>
      Promise.all(ids.map((id) => kept.check(id)))
    );
  },
);

report("before", slow);
report("after", quick);

function report(when: string, telemetry: RpcTelemetry): void {
  const { bytes_out, network_round_trips, slow_calls } = telemetry.statistics();
  const findings = telemetry.findings().length;
  const kibibytes = Math.round(bytes_out / 1024);
  console.log(
    `${
      when.padEnd(6)
    }  round trips: ${network_round_trips}, slow calls: ${slow_calls}, sent: ${kibibytes} KiB, findings: ${findings}`,
  );
}
