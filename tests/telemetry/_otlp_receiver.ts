type AttributeValue = string | number | boolean;

/** A span as its program exported it. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** `""` for a root. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: "internal" | "server" | "client" | "other";
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly failed: boolean;
  /** The messages of the exceptions that were recorded. */
  readonly exceptions: readonly AttributeValue[];
}

/** One number of a metric, or how durations of one kind were spread. */
export interface ReceivedPoint {
  /** The metric's name. */
  readonly metric: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Of a counter or a gauge. */
  readonly value?: number;
  /** Of a histogram: how many there were, and how they were spread. */
  readonly count?: number;
  readonly sum?: number;
  readonly bounds?: readonly number[];
}

/** How OTLP writes values in JSON; 64-bit numbers are texts. */
interface OtlpAttribute {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly intValue?: string | number;
    readonly doubleValue?: number;
    readonly boolValue?: boolean;
  };
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes?: readonly OtlpAttribute[];
  readonly status?: { readonly code?: number };
  readonly events?: readonly {
    readonly name: string;
    readonly attributes?: readonly OtlpAttribute[];
  }[];
}

interface OtlpPoint {
  readonly attributes?: readonly OtlpAttribute[];
  readonly asInt?: string | number;
  readonly asDouble?: number;
  readonly count?: string | number;
  readonly sum?: number;
  readonly explicitBounds?: readonly number[];
}

interface OtlpMetric {
  readonly name: string;
  readonly unit: string;
  readonly sum?: { readonly dataPoints: readonly OtlpPoint[] };
  readonly gauge?: { readonly dataPoints: readonly OtlpPoint[] };
  readonly histogram?: { readonly dataPoints: readonly OtlpPoint[] };
}

interface OtlpMetrics {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly OtlpMetric[];
    }[];
  }[];
}

interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** By the numbers of `SpanKind` in OTLP. */
const KINDS = ["other", "internal", "server", "client"] as const;
/** `STATUS_CODE_ERROR` of OTLP. */
const STATUS_ERROR = 2;

/** Takes in, over HTTP on loopback, what programs export by OTLP. */
export class OtlpReceiver implements AsyncDisposable {
  /** All spans so far, in the order in which they came. */
  readonly spans: ReceivedSpan[] = [];
  readonly #points = new Map<string, ReceivedPoint>();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        const body = await request.text();
        if (request.url.endsWith("/v1/traces")) this.#take(JSON.parse(body));
        if (request.url.endsWith("/v1/metrics")) {
          for (const point of pointsOf(JSON.parse(body))) {
            const { attributes, metric } = point;
            this.#points.set(JSON.stringify([metric, attributes]), point);
          }
        }
        return Response.json({});
      },
    );
  }

  /** All numbers of metrics, each as the last export that had it. */
  get points(): readonly ReceivedPoint[] {
    return [...this.#points.values()];
  }

  /** The variables that make a Deno program export to here. */
  get environment(): Record<string, string> {
    return {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${this.#server.addr.port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  #take({ resourceSpans }: OtlpTraces): void {
    for (const { scopeSpans } of resourceSpans) {
      for (const { spans } of scopeSpans) {
        this.spans.push(...spans.map(received));
      }
    }
  }
}

function pointsOf({ resourceMetrics }: OtlpMetrics): ReceivedPoint[] {
  const metrics = resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics);
  return metrics.flatMap((metric) => {
    const { name, unit, gauge, histogram, sum } = metric;
    const { dataPoints } = sum ?? gauge ?? histogram ?? { dataPoints: [] };
    return dataPoints.map((point): ReceivedPoint => ({
      metric: name,
      unit,
      attributes: attributesOf(point.attributes),
      ...histogram === undefined
        ? { value: Number(point.asInt ?? point.asDouble) }
        : {
          count: Number(point.count),
          sum: point.sum,
          bounds: point.explicitBounds,
        },
    }));
  });
}

function received(span: OtlpSpan): ReceivedSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? "",
    name: span.name,
    kind: KINDS[span.kind] ?? "other",
    attributes: attributesOf(span.attributes),
    failed: span.status?.code === STATUS_ERROR,
    exceptions: (span.events ?? [])
      .filter(({ name }) => name === "exception")
      .map(({ attributes }) => attributesOf(attributes)["exception.message"]),
  };
}

function attributesOf(
  attributes: readonly OtlpAttribute[] = [],
): Record<string, AttributeValue> {
  const inOrder = attributes.toSorted((a, b) => a.key < b.key ? -1 : 1);
  return Object.fromEntries(inOrder.map(({ key, value }) => [
    key,
    value.stringValue ?? value.doubleValue ?? value.boolValue ??
      Number(value.intValue),
  ]));
}
