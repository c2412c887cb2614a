import { FrameCompressor, FrameDecompressor } from "./compressed_frame.ts";
import type {
  CompleteCompression,
  CompressionAlgorithm,
} from "./compression.ts";
import type { EncodedEnvelope } from "./encode_envelope.ts";
import { FrameReader, type Receive } from "./frame_reader.ts";
import { FrameWriter } from "./frame_writer.ts";
import { sayGoodbye } from "./goodbye.ts";
import type { Limits } from "./limits.ts";
import type { Passing } from "./passing.ts";
import type { Traffic } from "./traffic.ts";
import type { Transport } from "./transport.ts";

/** What {@linkcode FrameChannel} needs of its connection. */
export interface FrameChannelOptions {
  /** What this end accepts. */
  readonly limits: Limits;
  /** How this end compresses. */
  readonly compression: CompleteCompression;
  /** What the other end can decompress. */
  readonly peerCompressions: readonly CompressionAlgorithm[];
  /** Receives what comes by reference. */
  readonly passing: Passing;
  /** Hears of the first write that fails. */
  readonly onFailure: (error: unknown) => void;
}

/** More bytes than this, and nothing should be begun that adds to them. */
const MOST_UNREAD = 16 * 1024 * 1024;

/** The frames of one connection in both directions, compressed if both ends can. */
export class FrameChannel {
  readonly #transport: Transport;
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  readonly #compressor: FrameCompressor | undefined;
  readonly #decompressor: FrameDecompressor;

  /** Carries frames over `transport`, which {@linkcode FrameChannel.close} closes. */
  constructor(
    transport: Transport,
    { compression, limits, onFailure, passing, peerCompressions }:
      FrameChannelOptions,
  ) {
    this.#transport = transport;
    this.#compressor = FrameCompressor.for(compression, peerCompressions);
    this.#decompressor = new FrameDecompressor(
      compression.algorithms,
      limits.frameSize,
    );
    this.#reader = new FrameReader(
      transport,
      limits,
      passing,
      this.#decompressor,
    );
    this.#writer = new FrameWriter(transport, onFailure);
  }

  /** Sends a frame. */
  send(frame: EncodedEnvelope): void {
    const compressed = this.#compressor?.compress(frame);
    if (compressed === undefined) this.#writer.push(frame);
    else this.#writer.pushCompressed(compressed);
  }

  /** See {@linkcode FrameReader.receiveAll}. */
  receiveAll(receive: Receive): Promise<void> {
    return this.#reader.receiveAll(receive);
  }

  /**
   * Resolves when the other end has read what waits for it; `undefined` when
   * that is little enough to go on.
   */
  backlog(): Promise<void> | undefined {
    return this.#writer.bytesWaiting > MOST_UNREAD
      ? this.#writer.drained()
      : undefined;
  }

  /** Resolves when all sent so far has left the memory that it was in. */
  drained(): Promise<void> {
    return this.#writer.drained();
  }

  /** How many bytes have gone through it, and what compression made of them. */
  get traffic(): Traffic {
    const sent = this.#writer.bytesPushed;
    const received = this.#reader.bytesReceived;
    return {
      sent: {
        bytes: sent + (this.#compressor?.bytesSaved ?? 0),
        bytesOnWire: sent,
      },
      received: {
        bytes: received,
        bytesOnWire: received - this.#decompressor.bytesSaved,
      },
    };
  }

  /** Tells the other end why the connection is about to be closed. */
  sayGoodbye(why: unknown): Promise<void> {
    return sayGoodbye(this.#transport, this.#writer, why);
  }

  /** Closes both directions at once. */
  close(): void {
    this.#transport.close();
  }
}
