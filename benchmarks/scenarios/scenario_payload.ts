import { payload } from "../../servers/mod.ts";

/** Words of a log, which is what compression is mostly asked to shrink. */
const WORDS = [
  "GET",
  "POST",
  "/users",
  "/orders",
  "200",
  "404",
  "application/json",
  "duration_ms=",
  "request_id=",
  "level=info",
  "level=error",
  "retry",
  "\n",
];

/** `size` bytes that no compression makes smaller, or that look like a log. */
export function scenarioPayload(
  size: number,
  content: "random" | "compressible" = "random",
): Uint8Array<ArrayBuffer> {
  const random = payload(size);
  if (content === "random") return random;
  const bytes = new Uint8Array(size);
  const encoder = new TextEncoder();
  for (let filled = 0, i = 0; filled < size; i++) {
    // The number that follows a word differs, as in a log.
    const word = WORDS[random[i] % WORDS.length];
    const text = `${word} ${random[i]}`;
    filled += encoder.encodeInto(text, bytes.subarray(filled)).written;
  }
  return bytes;
}
