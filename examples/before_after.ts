/**
 * Did the change help, beyond doubt? Measures a service as it was and as it is to
 * be, in turns, so that whatever else the machine does meets both; and says by how
 * much they differ, where the true change lies, and how likely chance explains it.
 *
 *     deno run -A examples/before_after.ts
 *     deno run -A examples/before_after.ts --precision 0.01 --max-time 60
 *
 * `--max-time` is in seconds; `--precision`, how far the interval of the change may
 * reach to each side: 0.02 is 2 %; `--block`, how many searches one side makes before
 * it is the other's turn.
 */
import {
  type AbSide,
  analyzeAb,
  createRpcConnection,
  formatDuration,
  formatPercent,
  measureAb,
  median,
  RpcServer,
  VERDICT_NAMES,
} from "@x/rpcbench";
import { parseArgs } from "@std/cli";
import type ScanningService from "./search/scanning_service.ts";

const flags = parseArgs(Deno.args, {
  string: ["block", "max-time", "precision"],
  default: { block: "200", "max-time": "20", precision: "0.02" },
  unknown: (argument) => {
    console.error(
      `unknown argument ${argument}\nusage: before_after.ts ` +
        "[--precision SHARE] [--max-time SECONDS] [--block N]",
    );
    Deno.exit(2);
  },
});

async function start(service: string): Promise<RpcServer> {
  return await RpcServer.start({
    port: 0,
    service: import.meta.resolve(service),
  });
}

await using before = await start("./search/scanning_service.ts");
await using after = await start("./search/indexed_service.ts");
await using a = await createRpcConnection<ScanningService>(before);
await using b = await createRpcConnection<ScanningService>(after);
const roots = { a: a.root, b: b.root };

/** The median of one block of a side. */
async function sample(side: AbSide) {
  const times: number[] = [];
  for (let i = 0; i < Number(flags.block); i++) {
    const start = performance.now();
    await roots[side].startingWith("fuge");
    times.push((performance.now() - start) / 1000);
  }
  return { values: { median: median(times) }, total: times.length };
}

// What runs for the first time is slow, whichever side it is.
await sample("a");
await sample("b");

const record = await measureAb({
  sample,
  metrics: [{ name: "median", unit: "s", better: "lower" }],
  names: { a: "before", b: "after" },
  precision: Number(flags.precision),
  maxTime: Number(flags["max-time"]),
});

const { findings: [finding], quads } = analyzeAb(record);
if (finding.verdict === "too_few_samples") {
  console.log(`After ${quads} rounds nothing can be said; give it more time.`);
  Deno.exit(1);
}
const { a: old, b: now, change, interval, p, verdict } = finding;
const [low, high] = interval.map(signed);
console.log(
  `before  ${formatDuration(old)}
after   ${formatDuration(now)}
change  ${signed(change)}, at 99 % from ${low} to ${high}
chance  makes such a change with p ${
    p < 0.001 ? "< 0.001" : `= ${p.toFixed(3)}`
  }
rounds  ${quads}, until ${
    record.ended === "precise" ? "that was narrow enough" : "time was over"
  }`,
);
console.log(`After the change: ${VERDICT_NAMES[verdict]}.`);

function signed(change: number): string {
  return `${change < 0 ? "−" : "+"}${formatPercent(Math.abs(change))}`;
}
