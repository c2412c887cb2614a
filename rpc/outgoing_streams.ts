import { ByteSource } from "./byte_source.ts";
import { isByteStream } from "./byte_stream.ts";
import { type EncodedEnvelope, sizeOnWire } from "./encode_envelope.ts";
import type { Envelope } from "./envelope.ts";

/**
 * What a source may send before its reader has asked for anything, in bytes on
 * the wire: enough that a short stream needs no trip of its own.
 */
export const INITIAL_CREDIT = 64 * 1024;
/** Bytes of a byte stream leave in pieces of at most so many. */
const LARGEST_PIECE = 1024 * 1024;
/** More than the envelope of a piece takes. */
const ENVELOPE_OF_PIECE = 64;

/** Where a stream's values come from. */
export type StreamSource = ReadableStream<unknown> | AsyncIterable<unknown>;

/** Whether a value is passed as a stream. */
export function isStreamSource(value: object): value is StreamSource {
  return value instanceof ReadableStream || Symbol.asyncIterator in value;
}

/** What {@linkcode OutgoingStreams} needs of its connection. */
export interface OutgoingStreamsOptions {
  /** Encodes an envelope within the other end's limits; throws if it cannot. */
  readonly encode: (
    envelope: Extract<
      Envelope,
      readonly ["chunk" | "end" | "fail", ...unknown[]]
    >,
  ) => EncodedEnvelope;
  /** Encodes a piece of a byte stream. */
  readonly encodeBytes: (stream: number, piece: Uint8Array) => EncodedEnvelope;
  /** Sends a frame. */
  readonly send: (frame: EncodedEnvelope) => void;
  /** How many streams the other end takes at once. */
  readonly most: number;
  /** How large a frame the other end takes. */
  readonly frameSize: number;
  /**
   * Resolves when the other end has read what waits for it, whatever credit it
   * gives; `undefined` when that is little enough to go on.
   */
  readonly backlog: () => Promise<void> | undefined;
  /** Resolves when all sent so far has left the memory that it was in. */
  readonly drained: () => Promise<void>;
}

/** The streams that this end feeds, by number. */
export class OutgoingStreams {
  readonly #options: OutgoingStreamsOptions;
  readonly #streams = new Map<number, OutgoingStream>();
  #lastId = 0;

  /** Starts with none. */
  constructor(options: OutgoingStreamsOptions) {
    this.#options = options;
  }

  /**
   * Takes hold of a source, whose values are sent once the stream is started.
   *
   * @throws {TypeError} for a source that somebody reads already.
   * @throws {RangeError} for a stream too many.
   */
  open(source: StreamSource): OutgoingStream {
    if (this.#streams.size >= this.#options.most) {
      throw new RangeError(
        `${this.#options.most} streams are open already, which is all that the other end accepts`,
      );
    }
    const id = ++this.#lastId;
    const stream = new OutgoingStream(id, openSource(source), {
      ...this.#options,
      ended: () => this.#streams.delete(id),
    });
    this.#streams.set(id, stream);
    return stream;
  }

  /** The reader takes more. */
  credit(id: number, bytes: number): void {
    this.#streams.get(id)?.grant(bytes);
  }

  /** The reader wants no more. */
  stop(id: number, reason: unknown): void {
    this.#streams.get(id)?.stop(reason);
  }

  /** Stops all: the connection has ended. */
  lose(reason: unknown): void {
    for (const stream of this.#streams.values()) stream.stop(reason);
  }
}

/** A source, taken hold of. */
interface OpenSource {
  /** Whether the reader may read it as bytes. */
  readonly bytes: boolean;
  /** Whether it may use the memory of a value again for the next one. */
  readonly reusesMemory: boolean;
  /** The next value, or the end. */
  next(): Promise<{ readonly done?: boolean; readonly value?: unknown }>;
  /** Nobody reads any more. */
  cancel(reason: unknown): Promise<unknown>;
}

/** One stream that this end feeds. */
export class OutgoingStream {
  /** Its number. */
  readonly id: number;
  readonly #source: OpenSource;
  readonly #options: OutgoingStreamsOptions & { readonly ended: () => void };
  readonly #ended = Promise.withResolvers<void>();
  #credit = INITIAL_CREDIT;
  #granted: (() => void) | undefined;
  #stopped = false;

  /** `ended` is called once. */
  constructor(
    id: number,
    source: OpenSource,
    options: OutgoingStreamsOptions & { readonly ended: () => void },
  ) {
    this.id = id;
    this.#source = source;
    this.#options = options;
  }

  /** Whether the reader may read it as bytes. */
  get bytes(): boolean {
    return this.#source.bytes;
  }

  /** Resolves when nothing more is asked of its source. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Begins to send; resolves at the end, and never rejects. */
  async start(): Promise<void> {
    try {
      for (;;) {
        await this.#mayGoOn();
        if (this.#stopped) return;
        const { done = false, value } = await this.#source.next();
        if (this.#stopped) return;
        if (done) return this.#end(["end", this.id]);
        if (this.bytes && value instanceof Uint8Array) {
          await this.#sendBytes(value);
        } else await this.#sendValue(value);
      }
    } catch (error) {
      // Its own error, or one of ours about a value that cannot be sent.
      this.fail(error);
    }
  }

  /** Gives up the source, and tells the reader why. */
  fail(reason: unknown): void {
    if (this.#stopped) return;
    this.#end(["fail", this.id, reason]);
    this.#granted?.();
    this.#cancelSource(reason);
  }

  /** The reader takes so many bytes more. */
  grant(bytes: number): void {
    this.#credit += bytes;
    if (this.#credit > 0) this.#granted?.();
  }

  /** Nobody reads any more, or it was never sent. */
  stop(reason: unknown): void {
    if (this.#stopped) return;
    this.#finish();
    this.#granted?.();
    this.#cancelSource(reason);
  }

  async #sendBytes(bytes: Uint8Array): Promise<void> {
    const { encodeBytes, frameSize } = this.#options;
    const largest = Math.min(LARGEST_PIECE, frameSize - ENVELOPE_OF_PIECE);
    for (let begin = 0; begin < bytes.length; begin += largest) {
      await this.#mayGoOn();
      if (this.#stopped) return;
      const piece = bytes.subarray(begin, begin + largest);
      this.#send(encodeBytes(this.id, piece));
    }
  }

  /** Sends a value; what it returns resolves once the value may change. */
  #sendValue(value: unknown): Promise<void> | undefined {
    const frame = this.#options.encode(["chunk", this.id, value]);
    this.#send(frame);
    return this.#source.reusesMemory && frame.attachments.length > 0
      ? this.#options.drained()
      : undefined;
  }

  #send(frame: EncodedEnvelope): void {
    this.#credit -= sizeOnWire(frame);
    this.#options.send(frame);
  }

  /** What to wait for before more is sent; `undefined` if nothing. */
  #mayGoOn(): Promise<void> | undefined {
    if (this.#stopped) return undefined;
    const obstacle = this.#credit > 0
      ? this.#options.backlog()
      : new Promise<void>((resolve) => this.#granted = resolve);
    return obstacle?.then(() => this.#mayGoOn());
  }

  #end(
    envelope: Extract<Envelope, readonly ["end" | "fail", ...unknown[]]>,
  ): void {
    this.#finish();
    this.#options.send(this.#encodeEnd(envelope));
  }

  /** Asks nothing more of the source. */
  #finish(): void {
    this.#stopped = true;
    this.#options.ended();
    this.#ended.resolve();
  }

  #encodeEnd(
    envelope: Extract<Envelope, readonly ["end" | "fail", ...unknown[]]>,
  ): EncodedEnvelope {
    const { encode } = this.#options;
    try {
      return encode(envelope);
    } catch (problem) {
      // What was thrown cannot be sent; what is wrong with it can.
      const reason = problem instanceof Error ? problem.message : problem;
      return encode(["fail", this.id, new TypeError(String(reason))]);
    }
  }

  #cancelSource(reason: unknown): void {
    // A source that fails as it is given up has nobody left to tell.
    this.#source.cancel(reason).catch(() => {});
  }
}

function openSource(source: StreamSource): OpenSource {
  if (!(source instanceof ReadableStream)) {
    const iterator = source[Symbol.asyncIterator]();
    return {
      bytes: source instanceof ByteSource,
      reusesMemory: true,
      next: () => iterator.next(),
      cancel: async () => await iterator.return?.(),
    };
  }
  if (source.locked) throw new TypeError("a stream that is read already");
  const bytes = isByteStream(source);
  const reader = source.getReader();
  return {
    bytes,
    reusesMemory: false,
    next: () => reader.read(),
    cancel: (reason) => reader.cancel(reason),
  };
}
