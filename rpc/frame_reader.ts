import { FrameDecompressor } from "./compressed_frame.ts";
import { type DecodedEnvelope, decodeEnvelope } from "./decode_envelope.ts";
import type { Envelope } from "./envelope.ts";
import { ProtocolError } from "./errors.ts";
import { HEADER_LENGTH, readUint32 } from "./frame.ts";
import { LatestView } from "./latest_view.ts";
import type { Limits } from "./limits.ts";
import type { Passing, Received } from "./passing.ts";
import type { Transport } from "./transport.ts";

const BUFFER_LENGTH = 64 * 1024;

/** Takes an envelope, what came by reference, and the bytes of the frame. */
export type Receive = (
  envelope: Envelope,
  received: readonly Received[],
  bytes: number,
) => void;

/**
 * Receives frames in order. Attachments are read straight into memory of their
 * own; everything else goes through one small buffer.
 */
export class FrameReader {
  readonly #transport: Transport;
  readonly #limits: Limits;
  readonly #decompressor: FrameDecompressor;
  readonly #passing: Passing | undefined;
  readonly #buffer = new Uint8Array(BUFFER_LENGTH);
  readonly #view = new LatestView(this.#buffer);
  #start = 0;
  #end = 0;
  #bytesReceived = 0;

  /**
   * Receives from `transport` what stays within `limits`; what comes by
   * reference, through `passing`, and what comes compressed, through
   * `decompressor`, or not at all.
   */
  constructor(
    transport: Transport,
    limits: Limits,
    passing?: Passing,
    decompressor = new FrameDecompressor([], limits.frameSize),
  ) {
    this.#transport = transport;
    this.#limits = limits;
    this.#decompressor = decompressor;
    this.#passing = passing;
  }

  /** Bytes of all frames so far, as they were before compression. */
  get bytesReceived(): number {
    return this.#bytesReceived;
  }

  /**
   * Hands every envelope to `receive`, in order, with what came by reference
   * and the bytes of its frame; resolves at the end of the connection.
   *
   * @throws {ProtocolError} for what is no frame, or one past a limit.
   */
  async receiveAll(receive: Receive): Promise<void> {
    for (;;) {
      // Small frames come many at a time: none of them costs a promise.
      if (this.#receiveBuffered(receive)) continue;
      if (this.#end - this.#start >= HEADER_LENGTH) {
        await this.#receiveLarge(receive);
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

  /** Receives a frame that lies complete in the buffer, without attachments. */
  #receiveBuffered(receive: Receive): boolean {
    const available = this.#end - this.#start - HEADER_LENGTH;
    if (available < 0) return false;
    const { envelopeLength, attachmentsLength } = this.#header();
    if (envelopeLength > available || attachmentsLength > 0) return false;
    const begin = this.#start + HEADER_LENGTH;
    this.#start = begin + envelopeLength;
    const bytes = this.#view.of(this.#buffer, begin, this.#start);
    const { envelope, received } = this.#decode(bytes, 0);
    const length = HEADER_LENGTH + envelopeLength;
    this.#bytesReceived += length;
    receive(envelope, received, length);
    return true;
  }

  async #receiveLarge(receive: Receive): Promise<void> {
    const { envelopeLength, attachmentsLength } = this.#header();
    if (envelopeLength === 0 && attachmentsLength > 0) {
      return await this.#receiveCompressed(attachmentsLength, receive);
    }
    const { envelope, attachments, received } = await this.#receiveEnvelope(
      envelopeLength,
      attachmentsLength,
    );
    for (const attachment of attachments) await this.#readInto(attachment);
    const length = HEADER_LENGTH + envelopeLength + attachmentsLength;
    this.#bytesReceived += length;
    receive(envelope, received, length);
  }

  async #receiveCompressed(length: number, receive: Receive): Promise<void> {
    this.#decompressor.requirePossible(length);
    this.#start += HEADER_LENGTH;
    const body = new Uint8Array(length);
    await this.#readInto(body);
    const frame = this.#decompressor.decompress(body);
    const { envelope, attachments, received } = this.#decode(
      frame.envelope,
      frame.attachments.length,
    );
    let position = 0;
    for (const attachment of attachments) {
      const end = position + attachment.length;
      attachment.set(frame.attachments.subarray(position, end));
      position = end;
    }
    const size = HEADER_LENGTH + frame.envelope.length +
      frame.attachments.length;
    this.#bytesReceived += size;
    receive(envelope, received, size);
  }

  #decode(bytes: Uint8Array, attachmentsLength: number): DecodedEnvelope {
    return decodeEnvelope(
      bytes,
      attachmentsLength,
      this.#limits,
      this.#passing,
    );
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
      return this.#decode(bytes, attachmentsLength);
    }
    while (this.#end - this.#start < frameLength) {
      const read = await this.#transport.read(this.#free());
      if (read === null) throw cutShort();
      this.#end += read;
    }
    const begin = this.#start + HEADER_LENGTH;
    this.#start += frameLength;
    const bytes = this.#buffer.subarray(begin, this.#start);
    return this.#decode(bytes, attachmentsLength);
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
