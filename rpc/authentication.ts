import { SecurityError } from "./errors.ts";
import type { SpokenHello } from "./hello.ts";
import type { Transport } from "./transport.ts";

/** The length of the shortest key that cannot be guessed. */
const SHORTEST_KEY = 16;
/** The length of an HMAC-SHA-256. */
const PROOF_LENGTH = 32;
const ALGORITHM = { name: "HMAC", hash: "SHA-256" };

/** Which end of a connection one is. */
export type Role = "client" | "server";

/** What an end proves to have, and asks the other end to prove. */
export interface Authentication {
  /** The key that both ends have: at least 16 bytes, random ones. */
  readonly key: Uint8Array<ArrayBuffer>;
  /**
   * Which end this is: who connects is the client, who accepts the server. Two
   * ends that say the same do not convince each other.
   */
  readonly role: Role;
}

/** Throws a `RangeError` that names a key that could be guessed; none is no such. */
export function requireKey(name: string, key: Uint8Array | undefined): void {
  if (key === undefined || key.length >= SHORTEST_KEY) return;
  throw new RangeError(
    `${name} has ${key.length} bytes; it takes at least ${SHORTEST_KEY}`,
  );
}

/**
 * Proves to the other end that this one has the key, and has it prove the same.
 * Neither proof is of use to someone who has seen it: both hellos go into it,
 * each of which has a nonce, and the role of who proves, so that it cannot be
 * sent back, be it on another connection. Nor can anything that the hellos say be
 * changed on the way.
 *
 * @throws {SecurityError} if the other end has another key, or proves nothing.
 */
export async function authenticate(
  transport: Transport,
  { key: keyBytes, role }: Authentication,
  hellos: { readonly sent: SpokenHello; readonly received: SpokenHello },
): Promise<void> {
  const key = await crypto.subtle.importKey("raw", keyBytes, ALGORITHM, false, [
    "sign",
    "verify",
  ]);
  const sent = hellos.sent.bytes;
  const received = hellos.received.bytes;
  const [client, server] = role === "client"
    ? [sent, received]
    : [received, sent];
  const claim = (prover: Role) => joined(prover, client, server);
  const proof = await crypto.subtle.sign(ALGORITHM, key, claim(role));
  const [theirs] = await Promise.all([
    receiveProof(transport),
    sendProof(transport, new Uint8Array(proof)),
  ]);
  // It compares in constant time.
  const valid = await crypto.subtle.verify(
    ALGORITHM,
    key,
    theirs,
    claim(role === "client" ? "server" : "client"),
  );
  if (!valid) {
    throw new SecurityError(`${transport.peer} has another key than this end`);
  }
}

/** Roles have the same length, and so have hellos: no two claims read the same. */
function joined(
  prover: Role,
  client: Uint8Array,
  server: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const label = new TextEncoder().encode(prover);
  const claim = new Uint8Array(label.length + client.length + server.length);
  claim.set(label);
  claim.set(client, label.length);
  claim.set(server, label.length + client.length);
  return claim;
}

async function sendProof(
  transport: Transport,
  proof: Uint8Array,
): Promise<void> {
  for (let sent = 0; sent < proof.length;) {
    sent += await transport.write(proof.subarray(sent));
  }
}

async function receiveProof(
  transport: Transport,
): Promise<Uint8Array<ArrayBuffer>> {
  const proof = new Uint8Array(PROOF_LENGTH);
  for (let received = 0; received < PROOF_LENGTH;) {
    const read = await transport.read(proof.subarray(received));
    if (read === null) {
      throw new SecurityError(
        `${transport.peer} closed the connection instead of proving its key`,
      );
    }
    received += read;
  }
  return proof;
}
