import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import type {
  ConnectionObserver,
  IncomingCallObserver,
  ObservedAnswer,
  ObservedCall,
  OutgoingCallObserver,
  RpcObserver,
} from "../rpc/mod.ts";
import { methodOf } from "./method_of.ts";
import { peerAttributes } from "./peer_attributes.ts";
import configuration from "../deno.json" with { type: "json" };

/**
 * Makes an OpenTelemetry span of each call: a client span where it is made, and
 * below it a server span where it is answered, if that end has such an observer
 * too. What a method does while it runs is below its server span.
 *
 * Spans go where the program's OpenTelemetry sends them; Deno's own is switched
 * on by `OTEL_DENO=true`. Where there is none, it costs next to nothing. To import
 * `@x/rpcbench/telemetry/trace-connections` is to observe all connections; what
 * `RpcServer.start` serves does so where OpenTelemetry is on.
 *
 * Names and attributes are those of the semantic conventions for RPC, release
 * candidate of 2026: `rpc.system.name`, `rpc.method`, `server.address`,
 * `server.port`, `client.address`, `client.port`, `error.type`; and of this
 * package `rpcbench.call.kind`, `rpcbench.request.bytes` and
 * `rpcbench.response.bytes`.
 *
 * @example Trace all calls of a connection
 * ```ts
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { openTelemetryObserver } from "@x/rpcbench/telemetry";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * using _observation = connection.observe(openTelemetryObserver());
 * await connection.root.ping();
 * ```
 */
export function openTelemetryObserver(): RpcObserver {
  const tracer = trace.getTracer("rpcbench", configuration.version);
  return { connected: ({ peer }) => new TracedConnection(tracer, peer) };
}

class TracedConnection implements ConnectionObserver {
  readonly #tracer: Tracer;
  readonly #server: Attributes;
  readonly #client: Attributes;
  /** Ended with the connection, lest those without an answer go unseen. */
  readonly #open = new Set<TracedCall>();

  constructor(tracer: Tracer, peer: string) {
    this.#tracer = tracer;
    this.#server = peerAttributes("server", peer);
    this.#client = peerAttributes("client", peer);
  }

  calling(call: ObservedCall): OutgoingCallObserver | undefined {
    return this.#start(call, SpanKind.CLIENT, context.active());
  }

  called(
    call: ObservedCall,
    traceparent: string | undefined,
    cause: OutgoingCallObserver | undefined,
  ): IncomingCallObserver | undefined {
    // Nothing offered has such a name: it is a probe, such as a server's start is.
    if (call.name.startsWith("_")) return undefined;
    const caller = traceparent !== undefined
      ? propagation.extract(ROOT_CONTEXT, { traceparent })
      : cause instanceof TracedCall
      ? cause.context
      : ROOT_CONTEXT;
    return this.#start(call, SpanKind.SERVER, caller);
  }

  received(): void {}

  released(): void {}

  closed(): void {
    for (const call of this.#open) call.endSpan();
  }

  #start(
    call: ObservedCall,
    kind: SpanKind.CLIENT | SpanKind.SERVER,
    parent: Context,
  ): TracedCall | undefined {
    const name = methodOf(call);
    const span = this.#tracer.startSpan(name, {
      kind,
      attributes: {
        "rpc.system.name": "rpcbench",
        "rpc.method": name,
        "rpcbench.call.kind": call.kind,
        ...kind === SpanKind.CLIENT ? this.#server : this.#client,
      },
    }, parent);
    if (!isSpanContextValid(span.spanContext())) return undefined;
    return new TracedCall(span, trace.setSpan(parent, span), this.#open);
  }
}

/** A call that one end of it has made a span of. */
class TracedCall implements OutgoingCallObserver, IncomingCallObserver {
  /** In which the call is the one at work. */
  readonly context: Context;
  readonly #span: Span;
  readonly #open: Set<TracedCall>;

  constructor(span: Span, context: Context, open: Set<TracedCall>) {
    this.#span = span;
    this.context = context;
    this.#open = open.add(this);
  }

  get traceparent(): string | undefined {
    const carrier: { traceparent?: string } = {};
    propagation.inject(this.context, carrier);
    return carrier.traceparent;
  }

  sent(bytes: number): void {
    this.#span.setAttribute("rpcbench.request.bytes", bytes);
  }

  run<Result>(method: () => Result): Result {
    return context.with(this.context, method);
  }

  ended(answer: ObservedAnswer): void {
    this.#span.setAttribute("rpcbench.response.bytes", answer.bytes);
    if (!answer.ok) this.#fail(answer.error);
    this.endSpan();
  }

  /** Ends the span, whether or not the call has ended. */
  endSpan(): void {
    this.#open.delete(this);
    this.#span.end();
  }

  #fail(error: unknown): void {
    const { name, message } = error instanceof Error
      ? error
      : { name: "_OTHER", message: String(error) };
    this.#span.setAttribute("error.type", name);
    this.#span.setStatus({ code: SpanStatusCode.ERROR, message });
    this.#span.recordException(error instanceof Error ? error : message);
  }
}
