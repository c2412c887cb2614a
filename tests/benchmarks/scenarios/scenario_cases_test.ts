import { assertEquals } from "@std/assert";
import { featuresCases } from "../../../benchmarks/scenarios/features_scenario.ts";
import { latencyCases } from "../../../benchmarks/scenarios/latency_scenario.ts";
import type { CaseGroup } from "../../../benchmarks/scenarios/scenario_case.ts";
import { FULL_SCALE } from "../../../benchmarks/scenarios/scenario_options.ts";
import { throughputCases } from "../../../benchmarks/scenarios/throughput_scenario.ts";

const RPC = [
  ...throughputCases("rpc_threaded", FULL_SCALE),
  ...latencyCases("rpc_threaded", FULL_SCALE),
  ...featuresCases("rpc_threaded", FULL_SCALE),
];

function parametersOf(group: CaseGroup) {
  return RPC.filter((one) => one.group === group)
    .map(({ parameters }) => parameters);
}

Deno.test("throughput is measured with the reference's payloads and clients", () => {
  assertEquals(
    parametersOf("payload_size").map(({ payload_size }) => payload_size),
    [64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576],
  );
  assertEquals(
    parametersOf("client_count").map(({ clients }) => clients),
    [1, 2, 5, 10, 20, 50, 100],
  );
  assertEquals(
    parametersOf("scheduler").map(({ scheduler }) => scheduler),
    ["exit_ordered", "key_serialized"],
  );
});

Deno.test("latency is measured under the reference's loads, in an open loop", () => {
  assertEquals(
    parametersOf("latency_under_load").map(({ rate }) => rate),
    [100, 500, 1000, 2000, 5000],
  );
  const [first] = RPC.filter(({ group }) => group === "latency_under_load");
  assertEquals(first.length, { duration: 30 });
  const [tail] = RPC.filter(({ group }) => group === "tail_latency");
  assertEquals(tail.length, { duration: 10, requests: 10_000 });
});

Deno.test("every compression meets every payload, of both kinds", () => {
  assertEquals(parametersOf("compression").length, 4 * 4 * 2);
});

Deno.test("the matrix has every compression with every security", () => {
  const pairs = parametersOf("compression_and_security")
    .map(({ compression, security }) => `${compression} ${security}`);
  assertEquals(new Set(pairs).size, 4 * 3);
});

Deno.test("features and schedulers are not asked of HTTP", () => {
  assertEquals(featuresCases("http_threaded", FULL_SCALE), []);
  const groups = throughputCases("http_threaded", FULL_SCALE)
    .map(({ group }) => group);
  assertEquals(new Set(groups), new Set(["payload_size", "client_count"]));
});
