/**
 * Whether a stream can be read as bytes, into memory of its reader. Nothing tells
 * it but whether the stream gives such a reader; one that is locked does not.
 */
export function isByteStream(stream: ReadableStream<unknown>): boolean {
  try {
    stream.getReader({ mode: "byob" }).releaseLock();
    return true;
  } catch {
    // A stream of values refuses, and is as it was.
    return false;
  }
}
