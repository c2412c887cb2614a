import { requireWholeNumber } from "../../rpc/arguments.ts";
import { ConnectionLostError, ProtocolError } from "../../rpc/mod.ts";
import { AnswerKeeper, type KeptHttpAnswer } from "./kept_answer.ts";
import { openSocket, type SocketOptions } from "./open_socket.ts";
import { type PreparedRequest, requestUrl } from "./prepared_request.ts";
import { RequestWriter } from "./request_writer.ts";
import {
  type AnsweredRequest,
  type HttpAnswer,
  ResponseParser,
} from "./response_parser.ts";
import { messageOf } from "../../rpc/message_of.ts";

/** How a connection is made, and what it keeps. */
export interface HttpConnectionOptions extends SocketOptions {
  /** Bytes of a body at most, where it is kept. Default 64 MiB. */
  readonly mostKeptBytes?: number;
}

/** How one request is sent. */
export interface SendOptions {
  /**
   * Gives the request up when it aborts, with the signal's reason, and closes the
   * connection: HTTP/1.1 has no other way to take a request back.
   */
  readonly signal?: AbortSignal;
}

/** A request that was sent, and who waits for its answer. */
interface Waiting extends AnsweredRequest {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_KEPT_BYTES = 64 * 1024 * 1024;

/**
 * One keep-alive HTTP/1.1 connection, over TCP or TLS, with as little in the way
 * as can be: it shows what a server can do, where `fetch` shows what an
 * application sees.
 *
 * Requests may be sent before earlier ones are answered (pipelining); answers
 * come in the same order. The connection does not open itself again: once the
 * server has closed it, {@linkcode HttpConnection.closed} is `true`, and sending
 * fails. A response that RFC 9112 does not allow closes it too, since where the
 * next one begins cannot be known.
 *
 * @example Send a request over and over
 * ```ts
 * import { HttpConnection, HttpServer, PreparedRequest } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await HttpServer.start({ port: 0 });
 * const ping = new PreparedRequest(`${server.url}/ping`);
 * await using connection = await HttpConnection.open(server.url);
 * for (let i = 0; i < 10; i++) {
 *   const answer = await connection.send(ping);
 *   assertEquals(answer, { status: 200, bodyLength: 4 });
 * }
 * ```
 *
 * @example Keep what the server answers
 * ```ts
 * import { HttpConnection, HttpServer, PreparedRequest } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await HttpServer.start({ port: 0 });
 * const compute = new PreparedRequest(`${server.url}/compute/4`);
 * await using connection = await HttpConnection.open(server.url);
 * const { headers, body } = await connection.sendAndKeep(compute);
 * assertEquals(headers.get("content-type"), "application/json");
 * assertEquals(JSON.parse(new TextDecoder().decode(body)).result, "14");
 * ```
 */
export class HttpConnection implements AsyncDisposable {
  readonly #socket: Deno.Conn;
  readonly #mostKeptBytes: number;
  readonly #parser = new ResponseParser();
  readonly #writer: RequestWriter;
  /** What is not answered yet, in the order it was sent. */
  readonly #waiting: Waiting[] = [];
  readonly #receiving: Promise<void>;
  #closed = false;
  /** Why nothing can be sent any more, once it is closed. */
  #reason: unknown;

  private constructor(socket: Deno.Conn, mostKeptBytes: number) {
    this.#socket = socket;
    this.#mostKeptBytes = mostKeptBytes;
    this.#writer = new RequestWriter(socket);
    this.#receiving = this.#receive();
  }

  /**
   * Connects to the server of a URL, of which the path does not matter.
   *
   * @throws {TypeError} if `url` is no `http:` or `https:` URL.
   * @throws {RangeError} for an option that makes no sense.
   * @throws {Deno.errors.ConnectionRefused} and other errors of `Deno.connect`
   * and `Deno.startTls`.
   */
  static async open(
    url: string | URL,
    options: HttpConnectionOptions = {},
  ): Promise<HttpConnection> {
    const { mostKeptBytes = MOST_KEPT_BYTES } = options;
    requireWholeNumber("mostKeptBytes", mostKeptBytes, 0);
    const socket = await openSocket(requestUrl(url), options);
    return new HttpConnection(socket, mostKeptBytes);
  }

  /** Whether the connection has ended, on whichever end. */
  get closed(): boolean {
    return this.#closed;
  }

  /** How many requests are not answered yet. */
  get unanswered(): number {
    return this.#waiting.length;
  }

  /**
   * Sends a request; resolves once all of the answer has come, whose body is
   * counted and discarded.
   *
   * @throws {ConnectionLostError} if the connection ends before that, or has.
   * @throws {ProtocolError} if the server answers with what is no response.
   * @throws the signal's reason, if it aborts first.
   */
  send(
    request: PreparedRequest,
    { signal }: SendOptions = {},
  ): Promise<HttpAnswer> {
    return this.#send(request, undefined, signal);
  }

  /**
   * Sends a request, and keeps the headers and the body of the answer; throws as
   * {@linkcode HttpConnection.send}.
   *
   * @throws {ProtocolError} if the body is longer than `mostKeptBytes`, too.
   */
  async sendAndKeep(
    request: PreparedRequest,
    { signal }: SendOptions = {},
  ): Promise<KeptHttpAnswer> {
    const keeper = new AnswerKeeper(this.#mostKeptBytes);
    return keeper.keep(await this.#send(request, keeper, signal));
  }

  /**
   * Closes the connection; what is not answered fails with the reason, as does
   * what is sent after it. Default: a {@linkcode ConnectionLostError}.
   */
  close(
    reason: unknown = new ConnectionLostError(
      "the connection was closed on this end",
    ),
  ): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#reason = reason;
    this.#socket.close();
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }

  /** Closes the connection, and waits until nothing is under way on it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#receiving;
    await this.#writer.idle;
  }

  #send(
    { bytes, isHead }: PreparedRequest,
    keeper: AnswerKeeper | undefined,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#closed) return Promise.reject(this.#reason);
    const answered = new Promise<HttpAnswer>((resolve, reject) => {
      this.#waiting.push({ isHead, keeper, resolve, reject });
    });
    this.#writer.push(bytes);
    return signal === undefined ? answered : this.#until(signal, answered);
  }

  async #until(
    signal: AbortSignal,
    answered: Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    const aborted = Promise.withResolvers<never>();
    const giveUp = () => {
      aborted.reject(signal.reason);
      this.close(
        new ConnectionLostError(
          "another request on the same connection was given up",
        ),
      );
    };
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      return await Promise.race([aborted.promise, answered]);
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }

  async #receive(): Promise<void> {
    const parser = this.#parser;
    try {
      while (!this.#closed) {
        const count = await this.#socket.read(parser.space());
        if (count === null) return this.#receiveEnd();
        parser.advance(count);
        this.#receiveAnswers();
      }
    } catch (error) {
      this.close(error instanceof ProtocolError ? error : this.#lost(error));
    }
  }

  #receiveAnswers(): void {
    const parser = this.#parser;
    while (this.#waiting.length > 0) {
      const [first] = this.#waiting;
      const answer = parser.next(first);
      if (answer === undefined) return;
      this.#waiting.shift();
      first.resolve(answer);
      if (!parser.last) continue;
      return this.close(
        new ConnectionLostError(
          "the server closed the connection with an earlier answer",
        ),
      );
    }
    parser.requireNoBytes();
  }

  #receiveEnd(): void {
    const answer = this.#parser.end();
    if (answer !== undefined) this.#waiting.shift()?.resolve(answer);
    this.close(this.#lost());
  }

  #lost(cause?: unknown): ConnectionLostError {
    const where = this.#parser.begun
      ? "in the middle of an answer"
      : this.#waiting.length > 0
      ? "before it answered"
      : "when it had answered all";
    return cause === undefined
      ? new ConnectionLostError(`the server closed the connection ${where}`)
      : new ConnectionLostError(
        `the connection to the server broke ${where}: ${messageOf(cause)}`,
        { cause },
      );
  }
}
