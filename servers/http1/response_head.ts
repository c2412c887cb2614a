import { ProtocolError } from "../../rpc/mod.ts";
import {
  bytesOf,
  COLON,
  DIGIT_ZERO,
  endOfToken,
  isText,
  isWord,
  quote,
  SPACE,
  TAB,
  textOf,
} from "./syntax.ts";

/** How the end of a response's body is known, as RFC 9112, section 6.3 has it. */
export type BodyFraming =
  /** By its length, which may be none. */
  | { readonly kind: "length"; readonly length: number }
  /** By its last chunk. */
  | { readonly kind: "chunked" }
  /** By the end of the connection. */
  | { readonly kind: "until_close" };

const VERSION = bytesOf("HTTP/1.");
const CONTENT_LENGTH = bytesOf("content-length");
const TRANSFER_ENCODING = bytesOf("transfer-encoding");
const CONNECTION = bytesOf("connection");
const CHUNKED = bytesOf("chunked");
const KEEP_ALIVE = bytesOf("keep-alive");

const NO_BODY: BodyFraming = { kind: "length", length: 0 };
const CHUNKS: BodyFraming = { kind: "chunked" };
const UNTIL_CLOSE: BodyFraming = { kind: "until_close" };

/**
 * What the head of a response says about the connection: its status, how its
 * body ends and whether another response may follow.
 *
 * It is read line by line, as bytes, and strictly: whatever two readers could
 * understand in two ways is refused.
 */
export class ResponseHead {
  #status = 0;
  #minorVersion = 0;
  #contentLength: number | undefined;
  #chunked = false;
  #close = false;
  #keepAlive = false;

  /** Begins a head with its first line; what was known of another is gone. */
  readStatusLine(bytes: Uint8Array, start: number, end: number): void {
    requireVersion(bytes, start, end);
    const minor = bytes[start + 7] - DIGIT_ZERO;
    const status = start + 9;
    const valid = end >= status + 3 && (minor === 0 || minor === 1) &&
      bytes[start + 8] === SPACE &&
      isDigit(bytes[status]) && bytes[status] !== DIGIT_ZERO &&
      isDigit(bytes[status + 1]) && isDigit(bytes[status + 2]) &&
      // Many servers leave out the space that belongs before an empty reason.
      (end === status + 3 || bytes[status + 3] === SPACE) &&
      isText(bytes, status + 3, end);
    if (!valid) {
      throw new ProtocolError(
        `the server sent a wrong status line: ${quote(bytes, start, end)}`,
      );
    }
    this.#minorVersion = minor;
    this.#status = (bytes[status] - DIGIT_ZERO) * 100 +
      (bytes[status + 1] - DIGIT_ZERO) * 10 +
      (bytes[status + 2] - DIGIT_ZERO);
    this.#contentLength = undefined;
    this.#chunked = this.#close = this.#keepAlive = false;
  }

  /** From 100 to 999. */
  get status(): number {
    return this.#status;
  }

  /** Reads the line of one field. */
  readField(bytes: Uint8Array, start: number, end: number): void {
    const colon = endOfName(bytes, start, end);
    switch (colon - start) {
      case CONTENT_LENGTH.length:
        if (isWord(bytes, start, colon, CONTENT_LENGTH)) {
          this.#readContentLength(bytes, ...valueOf(bytes, colon, end));
        }
        break;
      case TRANSFER_ENCODING.length:
        if (isWord(bytes, start, colon, TRANSFER_ENCODING)) {
          this.#readTransferEncoding(bytes, ...valueOf(bytes, colon, end));
        }
        break;
      case CONNECTION.length:
        if (isWord(bytes, start, colon, CONNECTION)) {
          this.#readConnection(bytes, ...valueOf(bytes, colon, end));
        }
    }
  }

  /** Whether another response may follow on the connection. */
  get persistent(): boolean {
    return !this.#close && (this.#minorVersion === 1 || this.#keepAlive);
  }

  /** How the body ends, of the response to a HEAD request or any other. */
  bodyFraming(toHead: boolean): BodyFraming {
    if (this.#chunked && this.#contentLength !== undefined) {
      throw new ProtocolError(
        "the server sent both content-length and transfer-encoding",
      );
    }
    if (this.#chunked && this.#minorVersion === 0) {
      throw new ProtocolError("the server sent chunks in HTTP/1.0");
    }
    if (toHead || this.#status === 204 || this.#status === 304) return NO_BODY;
    if (this.#chunked) return CHUNKS;
    if (this.#contentLength === undefined) return UNTIL_CLOSE;
    return { kind: "length", length: this.#contentLength };
  }

  #readContentLength(bytes: Uint8Array, start: number, end: number): void {
    if (this.#contentLength !== undefined) {
      throw new ProtocolError("the server sent content-length twice");
    }
    let length = end === start ? NaN : 0;
    for (let at = start; at < end; at++) {
      length = isDigit(bytes[at])
        ? length * 10 + (bytes[at] - DIGIT_ZERO)
        : NaN;
    }
    if (!Number.isSafeInteger(length)) {
      throw new ProtocolError(
        `the server sent a wrong content-length: ${quote(bytes, start, end)}`,
      );
    }
    this.#contentLength = length;
  }

  #readTransferEncoding(bytes: Uint8Array, start: number, end: number): void {
    if (this.#chunked) {
      throw new ProtocolError("the server sent transfer-encoding twice");
    }
    if (!isWord(bytes, start, end, CHUNKED)) {
      throw new ProtocolError(
        `the server sent a transfer-encoding that was not asked for: ${
          quote(bytes, start, end)
        }`,
      );
    }
    this.#chunked = true;
  }

  #readConnection(bytes: Uint8Array, start: number, end: number): void {
    // Some servers send nothing else, with every response.
    if (isWord(bytes, start, end, KEEP_ALIVE)) {
      this.#keepAlive = true;
      return;
    }
    for (const option of textOf(bytes, start, end).toLowerCase().split(",")) {
      const word = option.trim();
      if (word === "close") this.#close = true;
      else if (word === "keep-alive") this.#keepAlive = true;
    }
  }
}

/**
 * Throws unless bytes begin as a response does, as far as they go: who speaks
 * another protocol may never end a line.
 */
export function requireVersion(
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  const length = Math.min(end - start, VERSION.length);
  for (let i = 0; i < length; i++) {
    if (bytes[start + i] === VERSION[i]) continue;
    throw new ProtocolError(
      `the server does not speak HTTP/1.1: it sent ${quote(bytes, start, end)}`,
    );
  }
}

/** The line of a field as text: its name and its value. */
export function readFieldText(
  bytes: Uint8Array,
  start: number,
  end: number,
): [name: string, value: string] {
  const colon = endOfName(bytes, start, end);
  return [
    textOf(bytes, start, colon),
    textOf(bytes, ...valueOf(bytes, colon, end)),
  ];
}

/** Where the name of a field ends; throws if the line is no field. */
export function endOfName(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  const colon = endOfToken(bytes, start, end);
  const valid = colon > start && colon < end && bytes[colon] === COLON &&
    isText(bytes, colon, end);
  if (valid) return colon;
  throw new ProtocolError(
    `the server sent a wrong header line: ${quote(bytes, start, end)}`,
  );
}

/** From where to where a field's value goes, without the blanks around it. */
function valueOf(
  bytes: Uint8Array,
  colon: number,
  lineEnd: number,
): [start: number, end: number] {
  let start = colon + 1;
  let end = lineEnd;
  while (start < end && isBlank(bytes[start])) start++;
  while (start < end && isBlank(bytes[end - 1])) end--;
  return [start, end];
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function isDigit(byte: number): boolean {
  return byte >= DIGIT_ZERO && byte < DIGIT_ZERO + 10;
}
