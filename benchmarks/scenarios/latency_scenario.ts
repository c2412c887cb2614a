import type { ScenarioCase, ScenarioServer } from "./scenario_case.ts";
import type { ScenarioScale } from "./scenario_options.ts";

/** Connections over which requests go as they fall due. */
const CLIENTS = 10;
/** Requests per second while their latencies are looked at one by one. */
const TAIL_RATE = 1000;

/**
 * How long requests take: at rates that do not wait for the server, by the size
 * of what they carry, and the slowest of many one by one.
 */
export function latencyCases(
  server: ScenarioServer,
  scale: ScenarioScale,
): ScenarioCase[] {
  const common = { scenario: "latency", server } as const;
  return [
    ...scale.loads.map((rate): ScenarioCase => ({
      ...common,
      group: "latency_under_load",
      parameters: { clients: CLIENTS, rate },
      length: { duration: scale.loadDuration },
    })),
    ...scale.latencyPayloadSizes.map((payload_size): ScenarioCase => ({
      ...common,
      group: "latency_by_payload_size",
      parameters: { clients: CLIENTS, payload_size },
      length: {
        duration: scale.iterationDuration,
        requests: scale.requestsPerIteration,
      },
    })),
    {
      ...common,
      group: "tail_latency",
      parameters: { clients: CLIENTS, rate: TAIL_RATE },
      length: {
        duration: scale.tailRequests / TAIL_RATE,
        requests: scale.tailRequests,
      },
      profiled: true,
    },
  ];
}
