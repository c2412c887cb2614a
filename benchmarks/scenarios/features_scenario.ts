import type {
  CaseGroup,
  CaseParameters,
  ScenarioCase,
  ScenarioServer,
} from "./scenario_case.ts";
import type { ScenarioScale } from "./scenario_options.ts";

const CLIENTS = 10;
const PAYLOAD_SIZE = 1024;
const COMPRESSIONS = ["off", "snappy", "deflate", "zstd"] as const;
const SECURITIES = ["off", "authenticated", "encrypted"] as const;
/** Long enough that it shows who waits for whom, and not what a timer is late by. */
const SERVICE_TIME = 0.01;

/**
 * What the features of RPC connections cost: compression, security, both
 * together, and keeping calls in order. HTTP has none of these here.
 */
export function featuresCases(
  server: ScenarioServer,
  scale: ScenarioScale,
): ScenarioCase[] {
  if (server !== "rpc_threaded") return [];
  const testCase = (
    group: CaseGroup,
    parameters: Omit<CaseParameters, "clients">,
  ): ScenarioCase => ({
    scenario: "features",
    group,
    server,
    parameters: { clients: CLIENTS, ...parameters },
    length: {
      duration: scale.iterationDuration,
      requests: scale.requestsPerIteration,
    },
  });
  return [
    ...COMPRESSIONS.flatMap((compression) =>
      scale.compressionPayloadSizes.flatMap((payload_size) =>
        (["compressible", "random"] as const).map((content) =>
          testCase("compression", { compression, payload_size, content })
        )
      )
    ),
    ...SECURITIES.map((security) =>
      testCase("security", { security, payload_size: PAYLOAD_SIZE })
    ),
    ...SECURITIES.flatMap((security) =>
      COMPRESSIONS.map((compression) => ({
        ...testCase("compression_and_security", {
          compression,
          security,
          payload_size: PAYLOAD_SIZE,
          content: "compressible",
        }),
        profiled: security === "encrypted" && compression === "zstd",
      }))
    ),
    testCase("ordering", {
      scheduler: "exit_ordered",
      service_time: SERVICE_TIME,
    }),
    ...(["per_client", "one"] as const).map((ordering_keys) =>
      testCase("ordering", {
        scheduler: "key_serialized",
        ordering_keys,
        service_time: SERVICE_TIME,
      })
    ),
  ];
}
