/**
 * Prints how fast rpcbench itself is: each value beside the floor or a peer that
 * was measured in the same run, turn by turn, so that the machine's drift does
 * not decide.
 *
 * Run it with `deno task perf`.
 *
 * @module
 */
import { Table } from "@cliffy/table";
import { HttpServer, RpcServer, TcpFloorServer } from "../../servers/mod.ts";
import { formatRatio } from "../../units/units.ts";
import type { Goal, Line } from "./_line.ts";
import type { PerfServers } from "./_servers.ts";
import { comparisonLine } from "./comparison_line.ts";
import { latencyLines } from "./latency_lines.ts";
import { recorderLines } from "./recorder_lines.ts";
import { startUpLine } from "./start_up_line.ts";
import { throughputLines } from "./throughput_lines.ts";
import { largeValueLines, streamLines } from "./transfer_lines.ts";
import { wrkLines } from "./wrk_lines.ts";

await using floor = await TcpFloorServer.start();
await using rpc = await RpcServer.start({ port: 0 });
await using http = await HttpServer.start({ port: 0 });
const servers: PerfServers = { floor, rpc, http };

const lines: Line[] = [];
console.error("latency…");
lines.push(...await latencyLines(servers));
console.error("throughput…");
lines.push(...await throughputLines(servers));
console.error("against wrk…");
lines.push(...await wrkLines(servers));
console.error("large values…");
lines.push(...await largeValueLines(servers));
console.error("streams…");
lines.push(...await streamLines(servers));
console.error("recorder, comparison, start-up…");
lines.push(...recorderLines(), comparisonLine(), await startUpLine());
print(lines);

function print(lines: readonly Line[]): void {
  const rows = lines.map(({ what, outcome, goal }) =>
    outcome.kind === "measured"
      ? [
        what,
        outcome.value,
        outcome.reference,
        formatRatio(outcome.ratio),
        nameOf(goal),
        judge(outcome.ratio, goal),
      ]
      : [what, "not measured", outcome.why, "", nameOf(goal), "NOT MEASURED"]
  );
  const table = new Table()
    .header(["what", "value", "floor or peer", "ratio", "goal", ""])
    .body(rows)
    .padding(2);
  console.log(table.toString());
}

function nameOf(goal: Goal): string {
  if ("atMost" in goal) return `≤ ${goal.atMost}`;
  return "atLeast" in goal ? `≥ ${goal.atLeast}` : "";
}

function judge(ratio: number, goal: Goal): string {
  if ("none" in goal) return "";
  const reached = "atMost" in goal
    ? ratio <= goal.atMost
    : ratio >= goal.atLeast;
  return reached ? "reached" : "SHORT";
}
