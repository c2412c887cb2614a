import type { ServiceClass } from "../../rpc/mod.ts";
import { RpcTelemetry, type TelemetryOptions } from "../../telemetry/mod.ts";
import {
  type ConnectedPair,
  connectedPair,
  type PairOptions,
} from "../rpc/_connected_pair.ts";

/** The two ends of one connection, and who records each. */
export interface ProfiledPair<Service extends object>
  extends ConnectedPair<Service> {
  /** Records the end that calls. */
  readonly telemetry: RpcTelemetry;
  /** Records the end whose service answers, if it is to be. */
  readonly serverTelemetry: RpcTelemetry;
}

export interface ProfiledPairOptions extends PairOptions {
  readonly telemetry?: TelemetryOptions;
  /** Whether the end that answers is recorded too. Default `false`. */
  readonly bothEnds?: boolean;
}

/** Connects two ends in this process, and records what they call. */
export async function profiledPair<Service extends object>(
  service: ServiceClass<Service>,
  { telemetry: options, bothEnds = false, ...pairOptions }:
    ProfiledPairOptions = {},
): Promise<ProfiledPair<Service>> {
  const pair = await connectedPair(service, pairOptions);
  const telemetry = new RpcTelemetry(options);
  const serverTelemetry = new RpcTelemetry(options);
  pair.client.observe(telemetry);
  if (bothEnds) pair.server.observe(serverTelemetry);
  return { ...pair, telemetry, serverTelemetry };
}
