import { requireWholeNumber, timerDelay } from "../rpc/arguments.ts";
import { Turns } from "./_turns.ts";

/** How a session uses connections; every option has a default. */
export interface HttpSessionOptions {
  /** How many idle connections are kept for the next request. Default 10. */
  readonly idleConnections?: number;
  /** How many requests may be under way at once; more wait. Default 100. */
  readonly mostConnections?: number;
  /**
   * How often an idempotent request is sent again after its connection failed.
   * Default 3. A benchmark sets 0, since a retry hides a failure.
   */
  readonly retries?: number;
  /**
   * Seconds until a request is given up whose response has not begun;
   * `Infinity` for never. Default 30.
   */
  readonly timeout?: number;
}

/** What a request may be told beside its path and body. */
export interface HttpRequestOptions {
  /** Headers to send. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Gives the request up, with the signal's reason, when it aborts. */
  readonly signal?: AbortSignal;
}

/** The server answered, but with a status of 400 or above. */
export class HttpStatusError extends Error {
  /** Tells it from other errors, on both ends. */
  override readonly name = "HttpStatusError";
  /** The response's status, such as 404. */
  readonly status: number;

  /** Takes the response's status and what the message should say. */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const IDEMPOTENT = new Set(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]);

/**
 * Makes a session with an HTTP server: connections are kept alive and shared by
 * its requests.
 *
 * @throws {TypeError} if `baseUrl` is no URL.
 * @throws {RangeError} for an option that makes no sense.
 *
 * @example Make two requests over one connection
 * ```ts
 * import { createHttpSession, HttpServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await HttpServer.start({ port: 0 });
 * using session = createHttpSession(server.url);
 * const response = await session.post("/upload", new Uint8Array(1000));
 * assertEquals(await response.json(), { bytes: 1000 });
 * assertEquals(await (await session.get("/ping")).text(), "pong");
 * ```
 */
export function createHttpSession(
  baseUrl: string,
  options: HttpSessionOptions = {},
): HttpSession {
  return new HttpSession(baseUrl, options);
}

/** A session with an HTTP server; made by {@linkcode createHttpSession}. */
export class HttpSession implements Disposable {
  readonly #baseUrl: string;
  readonly #client: Deno.HttpClient;
  readonly #turns: Turns;
  readonly #retries: number;
  readonly #timeout: number;

  /** Opens no connection yet; the first request does. */
  constructor(baseUrl: string, options: HttpSessionOptions = {}) {
    this.#baseUrl = new URL(baseUrl).href.replace(/\/$/, "");
    const { mostConnections = 100, retries = 3 } = options;
    this.#turns = new Turns(
      requireWholeNumber("mostConnections", mostConnections, 1),
    );
    this.#retries = requireWholeNumber("retries", retries, 0);
    this.#timeout = options.timeout ?? 30;
    this.#client = Deno.createHttpClient({
      poolMaxIdlePerHost: options.idleConnections ?? 10,
      http2: false,
    });
  }

  /**
   * Sends a GET request for a path, as `"/ping"`.
   *
   * @throws {HttpStatusError} for a status of 400 or above.
   * @throws {TypeError} if no connection came about or it broke.
   * @throws {DOMException} if the request was aborted or took too long.
   */
  get(path: string, options: HttpRequestOptions = {}): Promise<Response> {
    return this.#request("GET", path, undefined, options);
  }

  /** Sends a POST request with a body; throws as {@linkcode HttpSession.get}. */
  post(
    path: string,
    body: BodyInit,
    options: HttpRequestOptions = {},
  ): Promise<Response> {
    return this.#request("POST", path, body, options);
  }

  /** Closes the connections. */
  close(): void {
    this.#client.close();
  }

  /** Closes the connections. */
  [Symbol.dispose](): void {
    this.close();
  }

  async #request(
    method: string,
    path: string,
    body: BodyInit | undefined,
    { headers, signal }: HttpRequestOptions,
  ): Promise<Response> {
    const attempts = IDEMPOTENT.has(method) ? 1 + this.#retries : 1;
    await this.#turns.take(signal);
    try {
      for (let attempt = 1;; attempt++) {
        try {
          return await this.#send(method, path, { headers, body, signal });
        } catch (error) {
          // `fetch` reports a failed connection as a TypeError.
          if (attempt === attempts || !(error instanceof TypeError)) {
            throw error;
          }
        }
      }
    } finally {
      this.#turns.end();
    }
  }

  async #send(
    method: string,
    path: string,
    init: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: BodyInit;
      readonly signal?: AbortSignal;
    },
  ): Promise<Response> {
    const { signal: given, ...rest } = init;
    const controller = new AbortController();
    const timer = setTimeout(
      () => controller.abort(this.#tooSlow(method, path)),
      timerDelay(this.#timeout * 1000),
    );
    const signal = given === undefined
      ? controller.signal
      : AbortSignal.any([controller.signal, given]);
    let response: Response;
    try {
      const url = this.#baseUrl + path;
      response = await fetch(url, {
        ...rest,
        method,
        signal,
        client: this.#client,
      });
    } finally {
      clearTimeout(timer);
    }
    if (response.status < 400) return response;
    const text = (await response.text()).slice(0, 200);
    throw new HttpStatusError(
      response.status,
      `${method} ${path}: ${response.status} ${text}`,
    );
  }

  #tooSlow(method: string, path: string): DOMException {
    return new DOMException(
      `${method} ${path}: no response within ${this.#timeout} s`,
      "TimeoutError",
    );
  }
}
