import { ProtocolError } from "../../rpc/mod.ts";
import { readChunkSize } from "./chunk_size.ts";
import { ReceiveBuffer } from "./receive_buffer.ts";
import {
  type BodyFraming,
  endOfName,
  readFieldText,
  requireVersion,
  ResponseHead,
} from "./response_head.ts";
import { CR, LF, quote } from "./syntax.ts";

/** Bytes in a response's head, or in its trailers, at most. */
const MOST_HEAD_BYTES = 64 * 1024;

/** What a server answered to one request. */
export interface HttpAnswer {
  /** From 200 to 999. */
  readonly status: number;
  /** Bytes in the body, without what frames them. */
  readonly bodyLength: number;
}

/** Takes what the parser would discard. */
export interface ResponseKeeper {
  /** Takes a field of the head. */
  addField(name: string, value: string): void;
  /** Hears how long the body will be, where that is known before it comes. */
  expectBody(length: number): void;
  /** Takes a piece of the body, in memory that is used again. */
  addBody(bytes: Uint8Array): void;
}

/** The request that a response answers, as far as that matters to its reading. */
export interface AnsweredRequest {
  /** Whether it was a HEAD request: its response has no body, whatever it says. */
  readonly isHead: boolean;
  /** Takes the response's fields and body; absent if they are of no interest. */
  readonly keeper?: ResponseKeeper;
}

/** What of a response comes next. */
type Part =
  | "status line"
  | "header"
  | "body"
  | "body until close"
  | "chunk size"
  | "chunk"
  | "end of chunk"
  | "trailer"
  | "nothing";

/**
 * Reads the responses of one connection, however the network has split them or
 * put them together.
 *
 * Bytes go into {@linkcode ResponseParser.space}; after that,
 * {@linkcode ResponseParser.next} gives the responses that are complete. It
 * throws a `ProtocolError` for what RFC 9112 does not allow; after that, nothing
 * on the connection can be believed.
 */
export class ResponseParser {
  readonly #buffer = new ReceiveBuffer();
  readonly #head = new ResponseHead();
  #part: Part = "status line";
  #headBytes = 0;
  #bodyLength = 0;
  /** Bytes that are still to come, of the body or the chunk. */
  #left = 0;
  #last = false;

  /** Where received bytes belong; never empty. */
  space(): Uint8Array {
    return this.#buffer.space();
  }

  /** Counts bytes that were put into the space. */
  advance(count: number): void {
    this.#buffer.advance(count);
  }

  /** Whether the latest answer was the connection's last. */
  get last(): boolean {
    return this.#last;
  }

  /** Throws a `ProtocolError` if there are bytes, which then answer nothing. */
  requireNoBytes(): void {
    const { bytes, start, end, length } = this.#buffer;
    if (length === 0) return;
    throw new ProtocolError(
      `the server sent ${length} bytes that answer no request: ${
        quote(bytes, start, end)
      }`,
    );
  }

  /** The answer to a request, once all of it has come. */
  next(request: AnsweredRequest): HttpAnswer | undefined {
    while (this.#part !== "nothing") {
      if (!this.#readPart(request)) return undefined;
    }
    return this.#complete();
  }

  /** The answer that the end of the connection completes, if it does. */
  end(): HttpAnswer | undefined {
    return this.#part === "body until close" ? this.#complete() : undefined;
  }

  /** Whether an answer has begun and is not complete. */
  get begun(): boolean {
    return this.#part !== "status line" || this.#buffer.length > 0;
  }

  /** Reads what there is of a part; tells whether another comes next. */
  #readPart(request: AnsweredRequest): boolean {
    switch (this.#part) {
      case "status line":
        return this.#readStatusLine();
      case "header":
        return this.#readHeader(request);
      case "body":
        return this.#readBody(request, "nothing");
      case "body until close":
        this.#left = Infinity;
        return this.#readBody(request, "nothing");
      case "chunk size":
        return this.#readChunkSize();
      case "chunk":
        return this.#readBody(request, "end of chunk");
      case "end of chunk":
        return this.#readEndOfChunk();
      case "trailer":
        return this.#readTrailer();
      case "nothing":
        return false;
    }
  }

  #readStatusLine(): boolean {
    const buffer = this.#buffer;
    if (!this.#nextHeadLine()) {
      requireVersion(buffer.bytes, buffer.start, buffer.end);
      return false;
    }
    this.#head.readStatusLine(buffer.bytes, buffer.lineStart, buffer.lineEnd);
    this.#part = "header";
    return true;
  }

  #readHeader({ isHead, keeper }: AnsweredRequest): boolean {
    if (!this.#nextHeadLine()) return false;
    const { bytes, lineStart, lineEnd } = this.#buffer;
    const { status } = this.#head;
    if (lineStart < lineEnd) {
      this.#head.readField(bytes, lineStart, lineEnd);
      if (keeper !== undefined && status >= 200) {
        keeper.addField(...readFieldText(bytes, lineStart, lineEnd));
      }
      return true;
    }
    if (status === 101) {
      throw new ProtocolError("the server changed to a protocol of its choice");
    }
    // Anything else below 200 only announces the answer.
    if (status < 200) this.#part = "status line";
    else this.#beginBody(this.#head.bodyFraming(isHead), keeper);
    return true;
  }

  #beginBody(framing: BodyFraming, keeper: ResponseKeeper | undefined): void {
    switch (framing.kind) {
      case "length":
        this.#left = framing.length;
        this.#part = framing.length === 0 ? "nothing" : "body";
        keeper?.expectBody(framing.length);
        break;
      case "chunked":
        this.#part = "chunk size";
        break;
      case "until_close":
        this.#part = "body until close";
    }
  }

  #readBody({ keeper }: AnsweredRequest, next: Part): boolean {
    const buffer = this.#buffer;
    const count = Math.min(this.#left, buffer.length);
    const end = buffer.start + count;
    keeper?.addBody(buffer.bytes.subarray(buffer.start, end));
    buffer.start = end;
    this.#bodyLength += count;
    this.#left -= count;
    if (this.#left > 0) return false;
    this.#part = next;
    return true;
  }

  #readChunkSize(): boolean {
    const buffer = this.#buffer;
    if (!buffer.nextLine()) return false;
    const { bytes, lineStart, lineEnd } = buffer;
    this.#left = readChunkSize(bytes, lineStart, lineEnd);
    this.#part = this.#left === 0 ? "trailer" : "chunk";
    return true;
  }

  #readEndOfChunk(): boolean {
    const { bytes, start, end, length } = this.#buffer;
    const right = (length < 1 || bytes[start] === CR) &&
      (length < 2 || bytes[start + 1] === LF);
    if (!right) {
      throw new ProtocolError(
        `the server sent a chunk longer than its size: ${
          quote(bytes, start, end)
        }`,
      );
    }
    if (length < 2) return false;
    this.#buffer.start += 2;
    this.#part = "chunk size";
    return true;
  }

  #readTrailer(): boolean {
    if (!this.#nextHeadLine()) return false;
    const { bytes, lineStart, lineEnd } = this.#buffer;
    // A trailer says nothing that this client heeds, but it must be one.
    if (lineStart < lineEnd) endOfName(bytes, lineStart, lineEnd);
    else this.#part = "nothing";
    return true;
  }

  #nextHeadLine(): boolean {
    const { start } = this.#buffer;
    if (!this.#buffer.nextLine()) return false;
    this.#headBytes += this.#buffer.start - start;
    if (this.#headBytes <= MOST_HEAD_BYTES) return true;
    throw new ProtocolError(
      `the server sent headers of more than ${MOST_HEAD_BYTES} bytes`,
    );
  }

  #complete(): HttpAnswer {
    const answer = { status: this.#head.status, bodyLength: this.#bodyLength };
    this.#last = !this.#head.persistent || this.#part === "body until close";
    this.#part = "status line";
    this.#headBytes = this.#bodyLength = 0;
    return answer;
  }
}
