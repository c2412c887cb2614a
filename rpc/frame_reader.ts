import {
  type DecodedEnvelope,
  decodeEnvelope,
  type Envelope,
} from "./envelope.ts";
import { ProtocolError } from "./errors.ts";
import { HEADER_LENGTH, readUint32 } from "./frame.ts";
import type { Limits } from "./limits.ts";
import type { Transport } from "./transport.ts";

const BUFFER_LENGTH = 64 * 1024;

/**
 * Receives frames in order. Attachments are read straight into memory of their
 * own; everything else goes through one small buffer.
 */
export class FrameReader {
  readonly #transport: Transport;
  readonly #limits: Limits;
  readonly #buffer = new Uint8Array(BUFFER_LENGTH);
  #start = 0;
  #end = 0;

  /** Receives from `transport` what stays within `limits`. */
  constructor(transport: Transport, limits: Limits) {
    this.#transport = transport;
    this.#limits = limits;
  }

  /**
   * Hands every envelope to `receive`, in order; resolves at the end of the
   * connection.
   *
   * @throws {ProtocolError} for what is no frame, or one past a limit.
   */
  async receiveAll(receive: (envelope: Envelope) => void): Promise<void> {
    for (;;) {
      // Small frames come many at a time: none of them costs a promise.
      const envelope = this.#buffered();
      if (envelope !== undefined) {
        receive(envelope);
      } else if (this.#end - this.#start >= HEADER_LENGTH) {
        receive(await this.#receiveLarge());
      } else {
        const read = await this.#transport.read(this.#free());
        if (read === null) {
          if (this.#end > this.#start) throw cutShort();
          return;
        }
        this.#end += read;
      }
    }
  }

  /** The next envelope if it lies complete in the buffer and has no attachments. */
  #buffered(): Envelope | undefined {
    const available = this.#end - this.#start - HEADER_LENGTH;
    if (available < 0) return undefined;
    const { envelopeLength, attachmentsLength } = this.#header();
    if (envelopeLength > available || attachmentsLength > 0) return undefined;
    const begin = this.#start + HEADER_LENGTH;
    this.#start = begin + envelopeLength;
    const bytes = this.#buffer.subarray(begin, this.#start);
    return decodeEnvelope(bytes, 0, this.#limits).envelope;
  }

  async #receiveLarge(): Promise<Envelope> {
    const { envelopeLength, attachmentsLength } = this.#header();
    const { envelope, attachments } = await this.#receiveEnvelope(
      envelopeLength,
      attachmentsLength,
    );
    for (const attachment of attachments) await this.#readInto(attachment);
    return envelope;
  }

  async #receiveEnvelope(
    envelopeLength: number,
    attachmentsLength: number,
  ): Promise<DecodedEnvelope> {
    const frameLength = HEADER_LENGTH + envelopeLength;
    if (frameLength > BUFFER_LENGTH) {
      this.#start += HEADER_LENGTH;
      const bytes = new Uint8Array(envelopeLength);
      await this.#readInto(bytes);
      return decodeEnvelope(bytes, attachmentsLength, this.#limits);
    }
    while (this.#end - this.#start < frameLength) {
      const read = await this.#transport.read(this.#free());
      if (read === null) throw cutShort();
      this.#end += read;
    }
    const begin = this.#start + HEADER_LENGTH;
    this.#start += frameLength;
    const bytes = this.#buffer.subarray(begin, this.#start);
    return decodeEnvelope(bytes, attachmentsLength, this.#limits);
  }

  #header(): { envelopeLength: number; attachmentsLength: number } {
    const envelopeLength = readUint32(this.#buffer, this.#start);
    const attachmentsLength = readUint32(this.#buffer, this.#start + 4);
    const size = envelopeLength + attachmentsLength;
    if (size > this.#limits.frameSize) {
      throw new ProtocolError(
        `a frame of ${size} bytes is larger than the limit of ${this.#limits.frameSize}`,
      );
    }
    return { envelopeLength, attachmentsLength };
  }

  /** The part of the buffer that is free to be read into; never empty. */
  #free(): Uint8Array {
    if (this.#start === this.#end) {
      this.#start = this.#end = 0;
      return this.#buffer;
    }
    if (this.#end === BUFFER_LENGTH) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    return this.#buffer.subarray(this.#end);
  }

  /** Fills `target`, first with what the buffer holds, then from the transport. */
  async #readInto(target: Uint8Array): Promise<void> {
    const held = Math.min(this.#end - this.#start, target.length);
    target.set(this.#buffer.subarray(this.#start, this.#start + held));
    this.#start += held;
    for (let filled = held; filled < target.length;) {
      const read = await this.#transport.read(target.subarray(filled));
      if (read === null) throw cutShort();
      filled += read;
    }
  }
}

function cutShort(): ProtocolError {
  return new ProtocolError("the connection ended in the middle of a frame");
}
