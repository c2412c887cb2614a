import { timerDelay } from "./arguments.ts";
import { authenticate, type Authentication } from "./authentication.ts";
import { ProtocolError, SecurityError } from "./errors.ts";
import { refuse } from "./goodbye.ts";
import {
  type Hello,
  receiveHello,
  sendHello,
  type SpokenHello,
} from "./hello.ts";
import type { Transport } from "./transport.ts";

/** How {@linkcode shakeHands} goes. */
export interface HandshakeOptions {
  /** Seconds until a peer is given up that says no hello, or proves nothing. */
  readonly connectTimeout: number;
  /** What both ends must prove; nothing if there is none. */
  readonly authentication: Authentication | undefined;
}

/**
 * Says hello, waits for the other end's, and lets each prove to the other what it
 * must. Returns the other end's hello; closes the transport if it fails.
 *
 * @throws {ProtocolError} if the other end does not speak this protocol, or
 * says nothing in time.
 * @throws {SecurityError} if either end is not sure of the other.
 */
export async function shakeHands(
  transport: Transport,
  hello: Hello,
  { authentication, connectTimeout }: HandshakeOptions,
): Promise<Hello> {
  let owed = "said no hello";
  let silent = false;
  const timer = setTimeout(() => {
    silent = true;
    transport.close();
  }, timerDelay(connectTimeout * 1000));
  try {
    const hellos = await exchangeHellos(transport, hello);
    requireSameSecurity(transport, hello, hellos.received.hello);
    if (authentication !== undefined) {
      owed = "did not prove its key";
      await authenticate(transport, authentication, hellos);
    }
    return hellos.received.hello;
  } catch (cause) {
    if (silent) {
      throw new ProtocolError(
        `${transport.peer} ${owed} within ${connectTimeout} s`,
        { cause },
      );
    }
    await refuse(transport, cause);
    throw cause;
  } finally {
    clearTimeout(timer);
  }
}

async function exchangeHellos(
  transport: Transport,
  hello: Hello,
): Promise<{ sent: SpokenHello; received: SpokenHello }> {
  const [received, sent] = await Promise.allSettled([
    receiveHello(transport),
    sendHello(transport, hello),
  ]);
  // What came instead of a hello says more than that ours was not taken.
  if (received.status === "rejected") throw received.reason;
  if (sent.status === "rejected") throw sent.reason;
  return { sent: sent.value, received: received.value };
}

function requireSameSecurity(
  { peer }: Transport,
  ours: Hello,
  theirs: Hello,
): void {
  if (ours.security === theirs.security) return;
  throw new SecurityError(
    ours.security === "none"
      ? `${peer} asks for a key; this end has none`
      : `${peer} has no key; this end asks for one`,
  );
}
