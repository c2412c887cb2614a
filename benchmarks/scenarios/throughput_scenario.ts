import type { ScenarioCase, ScenarioServer } from "./scenario_case.ts";
import type { ScenarioScale } from "./scenario_options.ts";

/** Clients at once, where the payload is what changes. */
const CLIENTS = 10;
/** Bytes per request, where the clients are what changes. */
const PAYLOAD_SIZE = 1024;

/**
 * How many requests and bytes per second each server serves: by the size of what
 * requests carry, by the number of clients, and by the scheduler. Clients send
 * their next request when the last is answered.
 */
export function throughputCases(
  server: ScenarioServer,
  scale: ScenarioScale,
): ScenarioCase[] {
  const common = {
    scenario: "throughput",
    server,
    length: {
      duration: scale.iterationDuration,
      requests: scale.requestsPerIteration,
    },
  } as const;
  return [
    ...scale.payloadSizes.map((payload_size): ScenarioCase => ({
      ...common,
      group: "payload_size",
      parameters: { clients: CLIENTS, payload_size },
    })),
    ...scale.clientCounts.map((clients): ScenarioCase => ({
      ...common,
      group: "client_count",
      parameters: { clients, payload_size: PAYLOAD_SIZE },
      profiled: clients === CLIENTS,
    })),
    // A forked process has one client: there is nothing to order among them.
    ...server !== "rpc_threaded"
      ? []
      : (["exit_ordered", "key_serialized"] as const).map((
        scheduler,
      ): ScenarioCase => ({
        ...common,
        group: "scheduler",
        parameters: {
          clients: CLIENTS,
          payload_size: PAYLOAD_SIZE,
          scheduler,
          ...scheduler === "key_serialized"
            ? { ordering_keys: "per_client" }
            : {},
        },
      })),
  ];
}
