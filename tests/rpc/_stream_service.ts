import { ByteSource } from "../../rpc/mod.ts";

const CHUNK = 64 * 1024;

/** Gives and takes long streams, and knows what that cost its process in memory. */
export class StreamService {
  #before = 0;
  #largest = 0;

  /** Begins to watch the memory of this process. */
  watch(): void {
    this.#before = this.#largest = Deno.memoryUsage().rss;
  }
  /** By how many bytes it has grown since, at most. */
  growth(): number {
    return this.#largest - this.#before;
  }
  /** A stream of bytes. */
  bytes(length: number): ByteSource {
    return new ByteSource(this.values(length));
  }
  /** A stream of values, each a byte array. */
  async *values(length: number): AsyncGenerator<Uint8Array> {
    const chunk = new Uint8Array(CHUNK);
    for (let i = 0; i < length / CHUNK; i++) {
      this.#look(i);
      yield chunk;
    }
  }
  /** Reads a stream of values to its end, and returns how many bytes it had. */
  async countValues(stream: ReadableStream<Uint8Array>): Promise<number> {
    let length = 0;
    let chunks = 0;
    for await (const chunk of stream) {
      length += chunk.length;
      this.#look(chunks++);
    }
    return length;
  }
  /** Reads a stream of bytes to its end, into memory of its own. */
  async countBytes(stream: ReadableStream<Uint8Array>): Promise<number> {
    const reader = stream.getReader({ mode: "byob" });
    let memory = new Uint8Array(CHUNK);
    let length = 0;
    for (let chunks = 0;; chunks++) {
      const { done, value } = await reader.read(memory);
      if (done) return length;
      length += value.length;
      memory = new Uint8Array(value.buffer);
      this.#look(chunks);
    }
  }

  /** To look at every chunk would cost more than to send it. */
  #look(chunks: number): void {
    if (chunks % 64 > 0) return;
    this.#largest = Math.max(this.#largest, Deno.memoryUsage().rss);
  }
}
