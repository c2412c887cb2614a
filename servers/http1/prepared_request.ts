import { bytesOf, TOKEN } from "./syntax.ts";

/** What a request says beside its URL; every option has a default. */
export interface PreparedRequestOptions {
  /** Any method but CONNECT. Default `"GET"`. */
  readonly method?: string;
  /** Headers to send, beside `host` and `content-length`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body; text goes as UTF-8. Default: none. */
  readonly body?: Uint8Array | string;
}

/** What frames a request; the client knows it better than its user. */
const OWN_HEADERS = new Set(["content-length", "transfer-encoding"]);

/** One line: a tab, and all visible characters of ISO 8859-1. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const METHODS_WITH_BODY = new Set(["POST", "PUT", "PATCH"]);

/**
 * An HTTP/1.1 request as the bytes that are sent, made once for however many
 * times it is sent.
 *
 * @throws {TypeError} for a URL, method or header that cannot be sent; it names
 * which.
 *
 * @example See what is sent
 * ```ts
 * import { PreparedRequest } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * const request = new PreparedRequest("http://localhost:5000/echo", {
 *   method: "POST",
 *   headers: { "content-type": "text/plain" },
 *   body: "ping",
 * });
 * assertEquals(
 *   new TextDecoder().decode(request.bytes),
 *   "POST /echo HTTP/1.1\r\nhost: localhost:5000\r\n" +
 *     "content-type: text/plain\r\ncontent-length: 4\r\n\r\nping",
 * );
 * ```
 */
export class PreparedRequest {
  /** All that is sent: the head, and the body behind it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether it is a HEAD request, whose response has no body. */
  readonly isHead: boolean;

  /** Makes the bytes of a request. */
  constructor(url: string | URL, options: PreparedRequestOptions = {}) {
    const { method = "GET", headers = {}, body } = options;
    const { host, pathname, search } = requestUrl(url);
    requireMethod(method);
    const content = typeof body === "string"
      ? new TextEncoder().encode(body)
      : body;
    const fields = new Map([["host", host]]);
    for (const [name, value] of Object.entries(headers)) {
      fields.set(requireName(name), requireValue(name, value));
    }
    const length = content?.length ??
      (METHODS_WITH_BODY.has(method) ? 0 : undefined);
    if (length !== undefined) fields.set("content-length", String(length));
    const lines = Array.from(
      fields,
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const head = bytesOf(
      `${method} ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`,
    );
    this.bytes = new Uint8Array(head.length + (content?.length ?? 0));
    this.bytes.set(head);
    if (content !== undefined) this.bytes.set(content, head.length);
    this.isHead = method === "HEAD";
  }
}

/** A URL that HTTP requests can go to; throws a `TypeError` for any other. */
export function requestUrl(url: string | URL): URL {
  if (!URL.canParse(url)) {
    throw new TypeError(`url is ${JSON.stringify(url)}; it takes a URL`);
  }
  const parsed = new URL(url);
  const { protocol, username, password } = parsed;
  if (protocol !== "http:" && protocol !== "https:") {
    throw new TypeError(`url is "${url}"; it takes an http: or https: URL`);
  }
  if (username !== "" || password !== "") {
    throw new TypeError(
      "url has a name or password in it; it takes one without, and the " +
        "authorization header for them",
    );
  }
  return parsed;
}

function requireMethod(method: string): void {
  if (TOKEN.test(method) && method !== "CONNECT") return;
  throw new TypeError(
    `method is ${JSON.stringify(method)}; it takes one as "POST", not CONNECT`,
  );
}

function requireName(name: string): string {
  if (!TOKEN.test(name)) {
    throw new TypeError(
      `headers have the name ${JSON.stringify(name)}; a name takes letters, ` +
        "digits and hyphens",
    );
  }
  const lower = name.toLowerCase();
  if (!OWN_HEADERS.has(lower)) return lower;
  throw new TypeError(`headers have ${lower}, which follows from the body`);
}

function requireValue(name: string, value: string): string {
  if (VALUE.test(value)) return value;
  throw new TypeError(
    `header ${name} is ${JSON.stringify(value)}; it takes one line of ` +
      "characters up to U+00FF",
  );
}
