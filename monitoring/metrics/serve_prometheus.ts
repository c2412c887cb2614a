import { messageOf } from "../../rpc/message_of.ts";
import type { MetricSource } from "./metric_family.ts";
import { PROMETHEUS_MEDIA_TYPE, prometheusText } from "./prometheus_text.ts";

/** What is served, and where. */
export interface PrometheusOptions {
  /** Whose metrics are served. */
  readonly sources: readonly MetricSource[];
  /** The port; 0 for any that is free. Default 9464. */
  readonly port?: number;
  /** Default `"127.0.0.1"`: this machine only. */
  readonly hostname?: string;
}

/** Where OpenTelemetry's exporters for Prometheus listen, too. */
const DEFAULT_PORT = 9464;
const PATH = "/metrics";

/** An endpoint that Prometheus can scrape; made by {@linkcode servePrometheus}. */
export interface PrometheusEndpoint extends AsyncDisposable {
  /** What to scrape: `"http://127.0.0.1:9464/metrics"`. */
  readonly url: string;
  /** Where it listens. */
  readonly port: number;
}

/**
 * Serves the metrics of monitors and watchdogs over HTTP at `/metrics`, until
 * disposed of. It keeps no program alive.
 *
 * @throws {Deno.errors.AddrInUse} if the port is taken.
 * @throws {TypeError} if two sources cannot be told apart.
 *
 * @example Let Prometheus scrape a monitor
 * ```ts
 * import { PerformanceMonitor, servePrometheus } from "@x/rpcbench/monitoring";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * await using monitor = await PerformanceMonitor.start({ file });
 * await using endpoint = servePrometheus({ sources: [monitor], port: 0 });
 * const scraped = await fetch(endpoint.url);
 * assertEquals(scraped.status, 200);
 * await scraped.text();
 * await Deno.remove(file);
 * ```
 */
export function servePrometheus(
  { sources, port = DEFAULT_PORT, hostname = "127.0.0.1" }: PrometheusOptions,
): PrometheusEndpoint {
  // Said here what is wrong with the sources, and not to a scraper at night.
  prometheusText(...sources);
  const stop = new AbortController();
  const server = Deno.serve(
    { port, hostname, signal: stop.signal, onListen() {} },
    (request) => answer(request, sources),
  );
  server.unref();
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${host}:${server.addr.port}${PATH}`,
    port: server.addr.port,
    [Symbol.asyncDispose]: () => {
      // It must not wait for a scraper that hangs; its own end it has to wait for.
      server.ref();
      stop.abort();
      return server.finished;
    },
  };
}

function answer(
  { method, url }: Request,
  sources: readonly MetricSource[],
): Response {
  if (new URL(url).pathname !== PATH) {
    return new Response(`metrics are at ${PATH}\n`, { status: 404 });
  }
  if (method !== "GET" && method !== "HEAD") {
    return new Response("metrics can be read only\n", {
      status: 405,
      headers: { allow: "GET, HEAD" },
    });
  }
  try {
    return new Response(prometheusText(...sources), {
      headers: { "content-type": PROMETHEUS_MEDIA_TYPE },
    });
  } catch (error) {
    return new Response(`${messageOf(error)}\n`, { status: 500 });
  }
}
