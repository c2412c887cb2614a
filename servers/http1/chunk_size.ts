import { ProtocolError } from "../../rpc/mod.ts";
import { isText, quote } from "./syntax.ts";

const SEMICOLON = 0x3b;

/**
 * The size that the first line of a chunk gives, in hexadecimal; what follows a
 * semicolon is for others.
 *
 * @throws {ProtocolError} for a line that gives none, or one beyond 2⁵³.
 */
export function readChunkSize(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let size = 0;
  let at = start;
  while (at < end) {
    const digit = hexDigit(bytes[at]);
    if (digit === undefined) break;
    size = size * 16 + digit;
    at++;
  }
  const valid = at > start && Number.isSafeInteger(size) &&
    (at === end || bytes[at] === SEMICOLON) && isText(bytes, at, end);
  if (valid) return size;
  throw new ProtocolError(
    `the server sent a wrong chunk size: ${quote(bytes, start, end)}`,
  );
}

function hexDigit(byte: number): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : undefined;
}
