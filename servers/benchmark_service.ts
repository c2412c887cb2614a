import { countBytes } from "./count_bytes.ts";
import { requireWholeNumber } from "../rpc/arguments.ts";
import { ByteSource, currentCall, RpcTarget } from "../rpc/mod.ts";
import { MOST_BYTES } from "./most_bytes.ts";

/** The largest number whose square is an exact `number`. */
const MOST_TERMS = 94_906_265;
const LONGEST_SLEEP = 3600;
/** Large enough that what a piece costs beside its bytes does not matter. */
const STREAMED_PIECE = 1024 * 1024;
/** Too far apart for the window of any common compression. */
const PATTERN_BLOCK = 16 * 1024 * 1024;

/**
 * The service that the benchmarks call; the HTTP server has a route for every
 * method.
 *
 * Every method throws a `RangeError` that names the argument if it is out of
 * range. `upload` and `uploadFile` do the same, as do `download` and
 * `downloadFile`; the names tell a report what was measured.
 *
 * @example Call it without a network in between
 * ```ts
 * import { BenchmarkService } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * const service = new BenchmarkService();
 * assertEquals(service.ping(), "pong");
 * assertEquals(service.compute(4), 0n + 1n + 4n + 9n);
 * ```
 */
export class BenchmarkService extends RpcTarget {
  /** Answers `"pong"`: the least that a call can do. */
  ping(): string {
    return "pong";
  }

  /** Returns what it was given. */
  echo(data: unknown): unknown {
    return data;
  }

  /** The id of the process that answers, to tell one server process from another. */
  processId(): number {
    return Deno.pid;
  }

  /** Takes bytes and returns how many they were. */
  upload(data: Uint8Array): number {
    return requireBytes("data", data).length;
  }

  /** Returns `size` bytes. */
  download(size: number): Uint8Array {
    return payload(size);
  }

  /** The sum of i² for all i from 0 to below `n`, at most 94,906,265; keeps the processor busy. */
  compute(n: number): bigint {
    return sumOfSquares(n);
  }

  /** Answers `seconds` later, at most 3600; stops early when the caller gives up. */
  sleep(seconds: number): Promise<void> {
    return sleep(seconds, currentCall().signal);
  }

  /** Takes a file whole and returns how many bytes it has. */
  uploadFile(data: Uint8Array): number {
    return requireBytes("data", data).length;
  }

  /** Returns a file of `size` bytes, whole. */
  downloadFile(size: number): Uint8Array {
    return payload(size);
  }

  /** Takes a file in chunks and returns how many bytes they have together. */
  uploadFileChunked(chunks: readonly Uint8Array[]): number {
    if (!Array.isArray(chunks)) {
      throw new RangeError(`chunks is ${typeof chunks}; it takes an array`);
    }
    return chunks.reduce(
      (sum, chunk, i) => sum + requireBytes(`chunks[${i}]`, chunk).length,
      0,
    );
  }

  /** Returns a file of `size` bytes in chunks of `chunkSize`; the last may be shorter. */
  downloadFileChunked(size: number, chunkSize: number): Uint8Array[] {
    return [...payloadChunks(size, chunkSize)];
  }

  /** Takes a file as a stream, which it discards as it comes, and returns how many bytes it has. */
  uploadFileStreamed(file: ReadableStream<Uint8Array>): Promise<number> {
    if (file instanceof ReadableStream) return countBytes(file);
    throw new RangeError(`file is ${typeof file}; it takes a stream`);
  }

  /** Returns a file of `size` bytes as a stream. */
  downloadFileStreamed(size: number): ByteSource {
    return new ByteSource(payloadStream(size));
  }
}

export default BenchmarkService;

let pattern = new Uint8Array(0);

/**
 * `size` bytes that are the same on every call and that no compression makes
 * much smaller.
 *
 * They are views of memory that is made once, so that a download measures the
 * transfer and not the making.
 *
 * @example Know what a download should bring
 * ```ts
 * import { payload } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(payload(3), payload(1000).subarray(0, 3));
 * ```
 */
export function payload(size: number): Uint8Array<ArrayBuffer> {
  requireWholeNumber("size", size, 0, MOST_BYTES);
  if (size > pattern.length) pattern = makePattern(size);
  return pattern.subarray(0, size);
}

/** The bytes of {@linkcode payload} in chunks of `chunkSize`. */
export function payloadChunks(
  size: number,
  chunkSize: number,
): Generator<Uint8Array<ArrayBuffer>> {
  requireWholeNumber("chunkSize", chunkSize, 1, MOST_BYTES);
  return chunksOf(payload(size), chunkSize);
}

/** The bytes of {@linkcode payload} one piece after another, as they are asked for. */
export function payloadStream(
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  return streamOf(payload(size));
}

async function* streamOf(
  bytes: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield* chunksOf(bytes, STREAMED_PIECE);
}

function* chunksOf(
  bytes: Uint8Array<ArrayBuffer>,
  chunkSize: number,
): Generator<Uint8Array<ArrayBuffer>> {
  for (let begin = 0; begin < bytes.length; begin += chunkSize) {
    yield bytes.subarray(begin, begin + chunkSize);
  }
}

/** A random block, over and over: making random bytes is slower than a network. */
function makePattern(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  const block = Math.min(size, PATTERN_BLOCK);
  let state = 1;
  for (let i = 0; i < block; i++) {
    // Constants of Numerical Recipes; only the high bits are random enough.
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[i] = state >>> 24;
  }
  for (let made = block; made < size; made *= 2) {
    bytes.copyWithin(made, 0, made);
  }
  return bytes;
}

/** The sum of i² for all i below `n`, exactly. */
export function sumOfSquares(n: number): bigint {
  requireWholeNumber("n", n, 0, MOST_TERMS);
  let sum = 0n;
  let exact = 0;
  for (let i = 0; i < n; i++) {
    const square = i * i;
    if (exact + square > Number.MAX_SAFE_INTEGER) {
      sum += BigInt(exact);
      exact = 0;
    }
    exact += square;
  }
  return sum + BigInt(exact);
}

/** Waits; rejects with the signal's reason when that aborts. */
export function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  if (!(seconds >= 0 && seconds <= LONGEST_SLEEP)) {
    throw new RangeError(
      `seconds is ${seconds}; it takes a number from 0 to ${LONGEST_SLEEP}`,
    );
  }
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(finish, seconds * 1000);
    signal.addEventListener("abort", stop, { once: true });
    function finish(): void {
      signal.removeEventListener("abort", stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(signal.reason);
    }
  });
}

function requireBytes(name: string, value: Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new RangeError(`${name} is ${typeof value}; it takes a Uint8Array`);
}
