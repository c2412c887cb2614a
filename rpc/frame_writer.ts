import type { EncodedEnvelope } from "./encode_envelope.ts";
import { HEADER_LENGTH, writeHeader } from "./frame.ts";
import { LatestView } from "./latest_view.ts";
import type { Transport } from "./transport.ts";

const BUFFER_LENGTH = 64 * 1024;

/**
 * Sends frames in order. Small frames written in the same tick leave in one
 * write; attachments leave from the caller's own memory.
 */
export class FrameWriter {
  readonly #transport: Transport;
  readonly #onFailure: (error: unknown) => void;
  /** What leaves next, the first of it last: to take from there costs nothing. */
  #ready: Uint8Array[] = [];
  /** What leaves then, oldest first; the open end of the buffer comes after. */
  #queue: Uint8Array[] = [];
  #buffer = new Uint8Array(0);
  readonly #view = new LatestView(this.#buffer);
  #start = 0;
  #end = 0;
  #bytesWaiting = 0;
  /** What the transport is at work on; `undefined` when all has left. */
  #leaving: Uint8Array | undefined;
  #bytesWritten = 0;
  /** Who waits for bytes to leave, and which is the last of them. */
  #drains: { readonly end: number; readonly resolve: () => void }[] = [];

  /** Sends over `transport`; `onFailure` hears of the first write that fails. */
  constructor(transport: Transport, onFailure: (error: unknown) => void) {
    this.#transport = transport;
    this.#onFailure = onFailure;
  }

  /** Bytes that the operating system has not taken yet. */
  get bytesWaiting(): number {
    return this.#bytesWaiting;
  }

  /** Bytes of all frames so far. */
  get bytesPushed(): number {
    return this.#bytesWritten + this.#bytesWaiting;
  }

  /** Resolves when all pushed so far has been handed to the operating system. */
  drained(): Promise<void> {
    if (this.#bytesWaiting === 0) return Promise.resolve();
    const end = this.bytesPushed;
    return new Promise((resolve) => this.#drains.push({ end, resolve }));
  }

  /** Queues a frame; it leaves at the end of this tick, or when its turn comes. */
  push(
    { bytes, attachments }: Pick<EncodedEnvelope, "bytes" | "attachments">,
  ): void {
    let attachmentsLength = 0;
    for (const { length } of attachments) attachmentsLength += length;
    this.#gather(bytes, bytes.length, attachmentsLength);
    if (attachments.length > 0) {
      this.#seal();
      for (const attachment of attachments) this.#queue.push(attachment);
    }
  }

  /** Queues a frame in the form that {@linkcode FrameCompressor} gave it. */
  pushCompressed(body: Uint8Array): void {
    this.#gather(body, 0, body.length);
  }

  /** Queues a header, and the bytes that follow it at once. */
  #gather(
    bytes: Uint8Array,
    envelopeLength: number,
    attachmentsLength: number,
  ): void {
    this.#reserve(HEADER_LENGTH + bytes.length);
    writeHeader(this.#buffer, this.#end, envelopeLength, attachmentsLength);
    this.#end += HEADER_LENGTH;
    if (this.#end + bytes.length <= this.#buffer.length) {
      this.#buffer.set(bytes, this.#end);
      this.#end += bytes.length;
    } else {
      this.#seal();
      this.#queue.push(bytes);
    }
    // What else is pushed in this tick joins the first write.
    if (this.#bytesWaiting === 0) queueMicrotask(this.#writeNext);
    this.#bytesWaiting += HEADER_LENGTH + envelopeLength + attachmentsLength;
  }

  /** Makes room for `length` bytes, or at least for a header. */
  #reserve(length: number): void {
    const needed = length > BUFFER_LENGTH ? HEADER_LENGTH : length;
    if (this.#end + needed <= this.#buffer.length) return;
    this.#seal();
    this.#buffer = new Uint8Array(BUFFER_LENGTH);
    this.#start = this.#end = 0;
  }

  /** Puts what the buffer has gathered into the queue; the rest of it stays open. */
  #seal(): void {
    if (this.#start === this.#end) return;
    this.#queue.push(this.#buffer.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }

  // The hot path: callbacks instead of async functions, which cost more here
  // than everything else that this class does.
  readonly #writeNext = (): void => {
    if (this.#ready.length === 0 && this.#queue.length > 0) {
      this.#ready = this.#queue.reverse();
      this.#queue = [];
    }
    let next = this.#ready.pop();
    if (next === undefined && this.#start < this.#end) {
      next = this.#view.of(this.#buffer, this.#start, this.#end);
      this.#start = this.#end;
    }
    if (next !== undefined) this.#write(next);
    else if (this.#bytesWaiting === 0) this.#finish();
    else this.#failed(new TypeError("memory was detached before it was sent"));
  };

  #write(bytes: Uint8Array): void {
    this.#leaving = bytes;
    this.#transport.write(bytes).then(this.#written, this.#failed);
  }

  readonly #written = (count: number): void => {
    this.#bytesWaiting -= count;
    this.#bytesWritten += count;
    while (
      this.#drains.length > 0 && this.#drains[0].end <= this.#bytesWritten
    ) {
      this.#drains.shift()?.resolve();
    }
    const leaving = this.#leaving;
    if (leaving !== undefined && count < leaving.length) {
      this.#write(leaving.subarray(count));
    } else {
      this.#writeNext();
    }
  };

  readonly #failed = (error: unknown): void => {
    this.#ready = [];
    this.#queue = [];
    this.#finish();
    this.#onFailure(error);
  };

  #finish(): void {
    this.#leaving = undefined;
    this.#start = this.#end = 0;
    this.#bytesWaiting = 0;
    for (const { resolve } of this.#drains) resolve();
    this.#drains = [];
  }
}
