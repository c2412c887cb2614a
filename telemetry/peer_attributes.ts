import type { Attributes } from "@opentelemetry/api";

/**
 * What OpenTelemetry calls the other end of a connection. A peer is a host and a
 * port, or whatever a transport calls its other end.
 */
export function peerAttributes(
  role: "server" | "client",
  peer: string,
): Attributes {
  const [, host = peer, port] = peer.match(/^(.+):(\d+)$/) ?? [];
  return {
    [`${role}.address`]: host,
    ...port === undefined ? {} : { [`${role}.port`]: Number(port) },
  };
}
