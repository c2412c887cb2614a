import { ProtocolError } from "./errors.ts";
import { release } from "./outgoing_call.ts";
import { INITIAL_CREDIT } from "./outgoing_streams.ts";
import { NOTHING_RECEIVED, type Received } from "./passing.ts";
import { RecycledMemory } from "./recycled_memory.ts";

/** Bytes that a stream with a reader may have on the way, or waiting for it. */
const WINDOW = 8 * 1024 * 1024;
/** The source hears of room once there is so much, not of every byte. */
const CREDIT_STEP = WINDOW / 4;

/** What {@linkcode IncomingStreams} needs of its connection. */
export interface IncomingStreamsOptions {
  /** Grants a source so many more bytes. */
  readonly credit: (stream: number, bytes: number) => void;
  /** Tells a source that nobody reads any more. */
  readonly stop: (stream: number, reason: unknown) => void;
  /** How many streams may be open at once. */
  readonly most: number;
}

/** The streams that the other end feeds, by number. */
export class IncomingStreams {
  readonly #options: IncomingStreamsOptions;
  readonly #streams = new Map<number, ReceivedStream>();
  readonly #memory = new RecycledMemory();

  /** Starts with none. */
  constructor(options: IncomingStreamsOptions) {
    this.#options = options;
  }

  /** Receives a stream; throws a {@linkcode ProtocolError} for one too many. */
  open(id: number, bytes: boolean): ReceivedStream {
    if (this.#streams.has(id)) {
      throw new ProtocolError(`two streams have the number ${id}`);
    }
    if (this.#streams.size >= this.#options.most) {
      throw new ProtocolError(
        `more than ${this.#options.most} streams are open`,
      );
    }
    const stream = new ReceivedStream(bytes, this.#memory, {
      credit: (bytes) => this.#options.credit(id, bytes),
      stop: (reason) => {
        this.#streams.delete(id);
        this.#options.stop(id, reason);
      },
    });
    this.#streams.set(id, stream);
    return stream;
  }

  /** Where the next bytes of a stream go. */
  memoryFor(length: number): Uint8Array<ArrayBuffer> {
    return this.#memory.take(length);
  }

  /** A value has come, which nobody may wait for any more. */
  chunk(id: number, chunk: Chunk): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) release(chunk.received);
    else stream.push(chunk);
  }

  /** A stream is complete. */
  end(id: number): void {
    this.#streams.get(id)?.end();
    this.#streams.delete(id);
  }

  /** A source has failed. */
  fail(id: number, reason: unknown): void {
    this.#streams.get(id)?.fail(reason);
    this.#streams.delete(id);
  }

  /** Fails all: the connection has ended. */
  lose(reason: unknown): void {
    for (const stream of this.#streams.values()) stream.fail(reason);
    this.#streams.clear();
  }
}

/** A value of a stream. */
export interface Chunk {
  /** What the reader gets. */
  readonly value: unknown;
  /** Bytes that its source may send again once it is read. */
  readonly size: number;
  /** What came with it by reference, which is the reader's then. */
  readonly received: Received;
}

/** How a stream came to its end. */
type End =
  | { readonly kind: "complete" }
  | { readonly kind: "failed"; readonly reason: unknown };

/** What a reader tells its source. */
interface StreamReader {
  readonly credit: (bytes: number) => void;
  readonly stop: (reason: unknown) => void;
}

/** One stream that the other end feeds. */
export class ReceivedStream {
  /** What the program reads. */
  readonly readable: ReadableStream<unknown>;
  readonly #memory: RecycledMemory;
  readonly #tellSource: StreamReader;
  /** What is read next, the first of it last: to take from there costs nothing. */
  #next: Chunk[] = [];
  /** What is read then, oldest first. */
  #later: Chunk[] = [];
  #wake: (() => void) | undefined;
  #end: End | undefined;
  /** How much the source may still send. */
  #credit = INITIAL_CREDIT;
  /** How much was read since the source last heard of it. */
  #room = 0;
  #begun = false;

  /** A stream of bytes, or of values. */
  constructor(
    bytes: boolean,
    memory: RecycledMemory,
    tellSource: StreamReader,
  ) {
    this.#memory = memory;
    this.#tellSource = tellSource;
    const cancel = (reason: unknown) => this.#stop(reason);
    this.readable = bytes
      ? new ReadableStream({
        type: "bytes",
        pull: (controller) => this.#pullBytes(controller),
        cancel,
      })
      : new ReadableStream({
        pull: (controller) => this.#pullValue(controller),
        cancel,
      }, { highWaterMark: 0 });
  }

  /** A chunk has come. */
  push(chunk: Chunk): void {
    if (this.#credit <= 0) {
      throw new ProtocolError("a stream has more on the way than it may");
    }
    this.#credit -= chunk.size;
    this.#later.push(chunk);
    this.#wake?.();
  }

  /** Nothing more will come. */
  end(): void {
    this.#end ??= { kind: "complete" };
    this.#wake?.();
  }

  /** Nothing more will come, and it should have. */
  fail(reason: unknown): void {
    this.#end ??= { kind: "failed", reason };
    this.#wake?.();
  }

  /** Gives up a stream that nobody has begun to read; `why` meets who tries to. */
  stopUnread(why: Error): void {
    if (this.#begun || this.readable.locked) return;
    this.#stop(why);
    this.#end = { kind: "failed", reason: why };
  }

  #stop(reason: unknown): void {
    for (const { received } of [...this.#next, ...this.#later]) {
      release(received);
    }
    this.#next = [];
    this.#later = [];
    if (this.#end !== undefined) return;
    this.#end = { kind: "complete" };
    this.#tellSource.stop(reason);
  }

  async #pullValue(
    controller: ReadableStreamDefaultController<unknown>,
  ): Promise<void> {
    const chunk = await this.#take();
    if (chunk !== undefined) controller.enqueue(chunk.value);
    else controller.close();
  }

  async #pullBytes(controller: ReadableByteStreamController): Promise<void> {
    let chunk = await this.#take();
    while (chunk !== undefined && !hasBytes(chunk.value)) {
      chunk = await this.#take();
    }
    const request = controller.byobRequest;
    if (chunk === undefined || !hasBytes(chunk.value)) {
      controller.close();
      request?.respond(0);
    } else if (request === null) {
      controller.enqueue(chunk.value);
    } else {
      request.respond(this.#copy(chunk.value, request.view));
    }
  }

  /** Copies what fits, and returns how much; the rest is read next. */
  #copy(
    bytes: Uint8Array<ArrayBuffer>,
    target: ArrayBufferView | null,
  ): number {
    if (target === null) return 0;
    const length = Math.min(bytes.length, target.byteLength);
    new Uint8Array(target.buffer, target.byteOffset, length)
      .set(bytes.subarray(0, length));
    if (length < bytes.length) {
      this.#next.push({
        value: bytes.subarray(length),
        size: 0,
        received: NOTHING_RECEIVED,
      });
    } else {
      this.#memory.give(bytes);
    }
    return length;
  }

  /** The next chunk, or `undefined` at the end; throws what the source failed with. */
  async #take(): Promise<Chunk | undefined> {
    if (!this.#begun) {
      this.#begun = true;
      this.#grant(WINDOW - INITIAL_CREDIT);
    }
    for (;;) {
      if (this.#next.length === 0 && this.#later.length > 0) {
        this.#next = this.#later.reverse();
        this.#later = [];
      }
      const chunk = this.#next.pop();
      if (chunk !== undefined) {
        this.#grant(chunk.size);
        return chunk;
      }
      if (this.#end?.kind === "failed") throw this.#end.reason;
      if (this.#end !== undefined) return undefined;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  #grant(bytes: number): void {
    this.#room += bytes;
    if (this.#room < CREDIT_STEP || this.#end !== undefined) return;
    this.#credit += this.#room;
    this.#tellSource.credit(this.#room);
    this.#room = 0;
  }
}

function hasBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.length > 0 &&
    value.buffer instanceof ArrayBuffer;
}
