import {
  COMPRESSION_ALGORITHMS,
  type CompressionAlgorithm,
} from "./compression.ts";
import { ProtocolError, SecurityError } from "./errors.ts";
import { type Limits, requireLimits } from "./limits.ts";
import { SCHEDULER_NAMES, type SchedulerName } from "./scheduler.ts";
import type { Transport } from "./transport.ts";

/** What an end of a connection proves to the other; its byte is its place here. */
const SECURITIES = ["none", "authenticated"] as const;

/** What an end of a connection proves to the other: that it has a key, or nothing. */
export type SecurityName = typeof SECURITIES[number];

/** What either end says first. Both speak at once, so that it costs one trip. */
export interface Hello {
  /** How much the speaker accepts. */
  readonly limits: Limits;
  /** The compressions that it can undo; those that this end does not know are left out. */
  readonly compressions: readonly CompressionAlgorithm[];
  /** How it runs calls. */
  readonly scheduler: SchedulerName;
  /** What it proves, and asks to be proven. */
  readonly security: SecurityName;
  /** {@linkcode NONCE_LENGTH} bytes, random if it proves anything. */
  readonly nonce: Uint8Array;
}

/** A hello, and the very bytes of it, for whoever proves a key over them. */
export interface SpokenHello {
  readonly hello: Hello;
  readonly bytes: Uint8Array;
}

/** The length of {@linkcode Hello.nonce}. */
export const NONCE_LENGTH = 32;

const MAGIC = new TextEncoder().encode("rpcbench");
const VERSION = 3;

/** Where the parts of a hello begin; numbers have their most significant byte first. */
const AT_VERSION = MAGIC.length;
/** Five limits of 32 bits. */
const AT_LIMITS = AT_VERSION + 2;
/** Bit n is set for the algorithm n of {@linkcode COMPRESSION_ALGORITHMS}. */
const AT_COMPRESSIONS = AT_LIMITS + 5 * 4;
const AT_SCHEDULER = AT_COMPRESSIONS + 1;
const AT_SECURITY = AT_SCHEDULER + 1;
const AT_NONCE = AT_SECURITY + 1;
const LENGTH = AT_NONCE + NONCE_LENGTH;

/** Sends this end's hello. */
export async function sendHello(
  transport: Transport,
  hello: Hello,
): Promise<SpokenHello> {
  const bytes = encodeHello(hello);
  for (let sent = 0; sent < LENGTH;) {
    sent += await transport.write(bytes.subarray(sent));
  }
  return { hello, bytes };
}

/**
 * Reads the other end's hello; throws a {@linkcode ProtocolError}, or for TLS a
 * {@linkcode SecurityError}, that says what came instead.
 */
export async function receiveHello(transport: Transport): Promise<SpokenHello> {
  const bytes = new Uint8Array(LENGTH);
  for (let received = 0; received < LENGTH;) {
    const read = await transport.read(bytes.subarray(received));
    if (read === null) {
      if (received > 0) throw notOurs(transport, bytes.subarray(0, received));
      throw new ProtocolError(
        `${transport.peer} closed the connection without a hello`,
      );
    }
    received += read;
    // Those who speak otherwise may say less, and then wait.
    requireVersion(transport, bytes.subarray(0, received));
  }
  return { hello: decodeHello(transport, bytes), bytes };
}

function encodeHello(hello: Hello): Uint8Array {
  const { limits, compressions, scheduler, security, nonce } = hello;
  const bytes = new Uint8Array(LENGTH);
  bytes.set(MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint16(AT_VERSION, VERSION);
  view.setUint32(AT_LIMITS, limits.frameSize);
  view.setUint32(AT_LIMITS + 4, limits.nestingDepth);
  view.setUint32(AT_LIMITS + 8, limits.callsInFlight);
  view.setUint32(AT_LIMITS + 12, limits.itemCount);
  view.setUint32(AT_LIMITS + 16, limits.references);
  for (const algorithm of compressions) {
    bytes[AT_COMPRESSIONS] |= 1 << COMPRESSION_ALGORITHMS.indexOf(algorithm);
  }
  bytes[AT_SCHEDULER] = SCHEDULER_NAMES.indexOf(scheduler);
  bytes[AT_SECURITY] = SECURITIES.indexOf(security);
  bytes.set(nonce, AT_NONCE);
  return bytes;
}

function decodeHello(transport: Transport, bytes: Uint8Array): Hello {
  const view = new DataView(bytes.buffer);
  const limits = {
    frameSize: view.getUint32(AT_LIMITS),
    nestingDepth: view.getUint32(AT_LIMITS + 4),
    callsInFlight: view.getUint32(AT_LIMITS + 8),
    itemCount: view.getUint32(AT_LIMITS + 12),
    references: view.getUint32(AT_LIMITS + 16),
  };
  requirePossible(transport, limits);
  const scheduler = SCHEDULER_NAMES.at(bytes[AT_SCHEDULER]);
  if (scheduler === undefined) {
    throw unknown(transport, "scheduler", bytes[AT_SCHEDULER]);
  }
  const security = SECURITIES.at(bytes[AT_SECURITY]);
  if (security === undefined) {
    throw unknown(transport, "security", bytes[AT_SECURITY]);
  }
  return {
    limits,
    compressions: COMPRESSION_ALGORITHMS.filter((_, i) =>
      (bytes[AT_COMPRESSIONS] & 1 << i) !== 0
    ),
    scheduler,
    security,
    nonce: bytes.subarray(AT_NONCE),
  };
}

/** Checks as much of the magic and the version as there is. */
function requireVersion(transport: Transport, beginning: Uint8Array): void {
  const magic = beginning.subarray(0, MAGIC.length);
  if (magic.some((byte, i) => byte !== MAGIC[i])) {
    throw notOurs(transport, beginning);
  }
  if (beginning.length < AT_LIMITS) return;
  const version = beginning[AT_VERSION] << 8 | beginning[AT_VERSION + 1];
  if (version !== VERSION) {
    throw new ProtocolError(
      `${transport.peer} speaks version ${version} of the rpcbench protocol; this end speaks ${VERSION}`,
    );
  }
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

function unknown(
  { peer }: Transport,
  what: "scheduler" | "security",
  byte: number,
): ProtocolError {
  return new ProtocolError(
    `${peer} says that its ${what} is ${byte}, which this end does not know`,
  );
}

function notOurs({ peer }: Transport, beginning: Uint8Array): Error {
  if (isTls(beginning)) {
    return new SecurityError(`${peer} speaks TLS; this end does not`);
  }
  const text = JSON.stringify(new TextDecoder().decode(beginning));
  return new ProtocolError(
    `${peer} does not speak the rpcbench protocol; it began with ${text}`,
  );
}

/** Whether a handshake or an alert of TLS begins like this (RFC 8446, 5.1). */
function isTls([type, version]: Uint8Array): boolean {
  return (type === 0x16 || type === 0x15) && version === 0x03;
}
