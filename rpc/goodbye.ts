import { encodeEnvelope } from "./encode_envelope.ts";
import { FrameWriter } from "./frame_writer.ts";
import { completeLimits } from "./limits.ts";
import type { Transport } from "./transport.ts";

/** How long a peer that broke the protocol has to read why, in milliseconds. */
const LINGER = 1000;

/**
 * Tells a peer why the connection ends. A socket closed with unread input would
 * take the message back, so what still comes is read for a moment.
 */
export async function sayGoodbye(
  transport: Transport,
  writer: FrameWriter,
  why: unknown,
): Promise<void> {
  const timer = setTimeout(() => transport.close(), LINGER);
  try {
    const reason = why instanceof Error ? why.message : String(why);
    writer.push(encodeEnvelope(["goodbye", reason], completeLimits()));
    await writer.drained();
    await transport.closeWrite();
    const rest = new Uint8Array(64 * 1024);
    while (await transport.read(rest) !== null);
  } catch {
    // The peer is gone already, or the time is up: there is no one left to tell.
  } finally {
    clearTimeout(timer);
  }
}

/** Tells a peer why there will be no connection with it, and closes the transport. */
export async function refuse(
  transport: Transport,
  why: unknown,
): Promise<void> {
  await sayGoodbye(transport, new FrameWriter(transport, () => {}), why);
  transport.close();
}
