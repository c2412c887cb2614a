import { ProtocolError } from "../../rpc/mod.ts";
import type { HttpAnswer, ResponseKeeper } from "./response_parser.ts";

/** An answer with all that came. */
export interface KeptHttpAnswer extends HttpAnswer {
  /** The headers; without trailers. */
  readonly headers: Headers;
  /** The body, without what frames it. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Keeps an answer's headers and body, up to a limit. */
export class AnswerKeeper implements ResponseKeeper {
  readonly #mostBytes: number;
  readonly #headers = new Headers();
  readonly #pieces: Uint8Array<ArrayBuffer>[] = [];
  #length = 0;

  /** Keeps a body of at most so many bytes. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  addField(name: string, value: string): void {
    this.#headers.append(name, value);
  }

  expectBody(length: number): void {
    this.#require(length);
  }

  addBody(bytes: Uint8Array): void {
    this.#length += bytes.length;
    this.#require(this.#length);
    this.#pieces.push(bytes.slice());
  }

  /** The answer, once it is complete. */
  keep(answer: HttpAnswer): KeptHttpAnswer {
    const body = new Uint8Array(this.#length);
    let end = 0;
    for (const piece of this.#pieces) {
      body.set(piece, end);
      end += piece.length;
    }
    return { ...answer, headers: this.#headers, body };
  }

  #require(length: number): void {
    if (length <= this.#mostBytes) return;
    throw new ProtocolError(
      `the server sent a body of more than ${this.#mostBytes} bytes, which are the most to be kept`,
    );
  }
}
