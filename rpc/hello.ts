import { ProtocolError } from "./errors.ts";
import { type Limits, requireLimits } from "./limits.ts";
import type { Transport } from "./transport.ts";

/**
 * The first bytes of either direction: eight of magic, two of protocol version,
 * then what the speaker accepts, as five 32-bit numbers. Both ends speak at
 * once, so a connection costs one trip and not two.
 */
const MAGIC = new TextEncoder().encode("rpcbench");
const VERSION = 2;
const LENGTH = MAGIC.length + 2 + 5 * 4;

/** Sends this end's hello. */
export async function sendHello(
  transport: Transport,
  limits: Limits,
): Promise<void> {
  const hello = new Uint8Array(LENGTH);
  hello.set(MAGIC);
  const view = new DataView(hello.buffer, MAGIC.length);
  view.setUint16(0, VERSION);
  view.setUint32(2, limits.frameSize);
  view.setUint32(6, limits.nestingDepth);
  view.setUint32(10, limits.callsInFlight);
  view.setUint32(14, limits.itemCount);
  view.setUint32(18, limits.references);
  for (let sent = 0; sent < LENGTH;) {
    sent += await transport.write(hello.subarray(sent));
  }
}

/**
 * Reads the other end's hello and returns what it accepts; throws a
 * {@linkcode ProtocolError} that says what came instead.
 */
export async function receiveHello(transport: Transport): Promise<Limits> {
  const hello = new Uint8Array(LENGTH);
  for (let received = 0; received < LENGTH;) {
    const read = await transport.read(hello.subarray(received));
    if (read === null) {
      throw new ProtocolError(
        received === 0
          ? `${transport.peer} closed the connection without a hello`
          : notOurs(transport, hello.subarray(0, received)),
      );
    }
    received += read;
    const magic = hello.subarray(0, Math.min(received, MAGIC.length));
    if (magic.some((byte, i) => byte !== MAGIC[i])) {
      throw new ProtocolError(notOurs(transport, hello.subarray(0, received)));
    }
  }
  const view = new DataView(hello.buffer, MAGIC.length);
  const version = view.getUint16(0);
  if (version !== VERSION) {
    throw new ProtocolError(
      `${transport.peer} speaks version ${version} of the rpcbench protocol; this end speaks ${VERSION}`,
    );
  }
  const limits = {
    frameSize: view.getUint32(2),
    nestingDepth: view.getUint32(6),
    callsInFlight: view.getUint32(10),
    itemCount: view.getUint32(14),
    references: view.getUint32(18),
  };
  requirePossible(transport, limits);
  return limits;
}

/** With limits below the least, not even an error could be answered. */
function requirePossible({ peer }: Transport, limits: Limits): void {
  try {
    requireLimits(limits);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProtocolError(`${peer} has impossible limits: ${reason}`, {
      cause,
    });
  }
}

function notOurs(transport: Transport, beginning: Uint8Array): string {
  const text = JSON.stringify(new TextDecoder().decode(beginning));
  return `${transport.peer} does not speak the rpcbench protocol; it began with ${text}`;
}
