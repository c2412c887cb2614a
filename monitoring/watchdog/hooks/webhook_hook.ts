import { requireSeconds, requireWholeNumber } from "../../../rpc/arguments.ts";
import { KEEPING_CLOCK } from "../../clock.ts";
import type { WatchdogAlert, WatchdogHook } from "../watchdog_alert.ts";

/** Where alerts are posted to. */
export interface WebhookOptions {
  /** An address of `http:` or `https:`. */
  readonly url: string | URL;
  /** Headers to send beside the content's type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes the body, as JSON, of an alert. Default: the alert itself. */
  readonly body?: (alert: WatchdogAlert) => unknown;
  /** Seconds that one attempt may take. Default 10. */
  readonly timeout?: number;
  /** How often it is tried again when there is no answer, or one of 429 or from 500 on. Default 3. */
  readonly retries?: number;
  /** Seconds before the first of these; each next wait is twice as long. Default 1. */
  readonly retryDelay?: number;
}

/** What came of an attempt. */
type Attempt =
  | { readonly done: true }
  | {
    readonly done: false;
    readonly why: string;
    readonly again: boolean;
    readonly cause?: unknown;
  };

/**
 * Makes a hook that posts each alert to a web address, as JSON. It fails for an
 * answer that is no success. Of the address, errors tell the host only: the rest
 * is a secret with many services.
 *
 * @throws {TypeError} if `url` is no address of `http:` or `https:`, or a header
 * cannot be sent.
 * @throws {RangeError} for an option that is out of range.
 *
 * @example Post to a chat
 * ```ts
 * import { webhookHook } from "@x/rpcbench/monitoring";
 *
 * const hook = webhookHook({
 *   url: "https://chat.example/hooks/0815",
 *   body: ({ message }) => ({ text: message }),
 * });
 * ```
 */
export function webhookHook(options: WebhookOptions): WatchdogHook {
  const {
    body = (alert) => alert,
    timeout = 10,
    retries = 3,
    retryDelay = 1,
  } = options;
  const url = new URL(options.url);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new TypeError(
      `url is of ${url.protocol}; it takes one of http: or https:`,
    );
  }
  const headers = new Headers({ "content-type": "application/json" });
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    headers.set(name, value);
  }
  requireSeconds("timeout", timeout);
  requireWholeNumber("retries", retries, 0);
  requireSeconds("retryDelay", retryDelay);

  return async (alert, signal) => {
    const content = JSON.stringify(body(alert));
    for (let attempt = 0;; attempt++) {
      const result = await post(url, { headers, content, timeout, signal });
      if (result.done) return;
      if (!result.again || attempt === retries) {
        throw new Error(`${url.origin}: ${result.why}`, {
          cause: result.cause,
        });
      }
      await wait(retryDelay * 2 ** attempt, signal);
    }
  };
}

async function post(
  url: URL,
  { content, headers, signal, timeout }: {
    readonly headers: Headers;
    readonly content: string;
    readonly timeout: number;
    readonly signal: AbortSignal;
  },
): Promise<Attempt> {
  const late = new AbortController();
  using _timer = KEEPING_CLOCK.after(timeout, () => late.abort());
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers,
      body: content,
      signal: AbortSignal.any([signal, late.signal]),
    });
  } catch (cause) {
    signal.throwIfAborted();
    const why = late.signal.aborted
      ? `no answer within ${timeout} s`
      : "it could not be reached";
    return { done: false, why, again: true, cause };
  }
  await response.body?.cancel();
  if (response.ok) return { done: true };
  const { status } = response;
  const again = status === 429 || status >= 500;
  return { done: false, why: `it answered ${status}`, again };
}

function wait(seconds: number, signal: AbortSignal): Promise<void> {
  const { promise, reject, resolve } = Promise.withResolvers<void>();
  const timer = KEEPING_CLOCK.after(seconds, resolve);
  const abort = () => {
    timer[Symbol.dispose]();
    reject(signal.reason);
  };
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  return promise.finally(() => signal.removeEventListener("abort", abort));
}
