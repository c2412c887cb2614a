import {
  type Attributes,
  type Histogram,
  type Meter,
  metrics,
  type Observable,
} from "@opentelemetry/api";
import configuration from "../../deno.json" with { type: "json" };
import { peerAttributes } from "../../telemetry/peer_attributes.ts";
import { BUCKET_BOUNDS } from "../operations/_duration_buckets.ts";
import type { EndedOperation, OnEnded } from "../operations/ended_operation.ts";
import type { MetricFamily, MetricSource } from "./metric_family.ts";

/** What tells of each operation that ends; a `PerformanceMonitor` does. */
export interface OperationSource {
  /** Tells a listener, until what this returns is disposed. */
  listen(listener: OnEnded): Disposable;
}

/**
 * Hands the metrics of a monitor or a watchdog to the program's OpenTelemetry,
 * until what this returns is disposed. Deno's own is switched on by
 * `OTEL_DENO=true`; where there is none, nothing is exported.
 *
 * Calls of connections are the histograms `rpc.client.call.duration` and
 * `rpc.server.call.duration` of the semantic conventions for RPC, release
 * candidate of 2026, with `rpc.system.name`, `rpc.method`, `server.address`,
 * `server.port` and `error.type`; what the program tracks is
 * `rpcbench.operation.duration`. All else has the names that Prometheus gets, with
 * dots.
 *
 * @example Export what a monitor counts
 * ```ts
 * import { exportOpenTelemetry, PerformanceMonitor } from "@x/rpcbench/monitoring";
 *
 * const file = await Deno.makeTempFile();
 * await using monitor = await PerformanceMonitor.start({ file });
 * using _export = exportOpenTelemetry(monitor);
 * await monitor.track("get_user", () => Promise.resolve("Ada"));
 * await Deno.remove(file);
 * ```
 */
export function exportOpenTelemetry(
  source: MetricSource & Partial<OperationSource>,
): Disposable {
  const meter = metrics.getMeter("rpcbench", configuration.version);
  const stack = new DisposableStack();
  stack.use(exportNumbers(meter, source));
  const durations = new Durations(meter);
  stack.use(source.listen?.((ended) => durations.record(ended)));
  return stack;
}

/** Lets counters and gauges be asked for whenever there is an export. */
function exportNumbers(meter: Meter, source: MetricSource): Disposable {
  const instruments = new Map<string, Observable>();
  for (const family of source.metricFamilies()) {
    const instrument = instrumentOf(meter, family);
    if (instrument !== undefined) instruments.set(family.name, instrument);
  }
  const observables = [...instruments.values()];
  const observe: Parameters<Meter["addBatchObservableCallback"]>[0] = (
    result,
  ) => {
    for (const family of source.metricFamilies()) {
      const instrument = instruments.get(family.name);
      if (instrument === undefined || family.type === "histogram") continue;
      for (const { labels, value } of family.samples) {
        result.observe(instrument, value, labels);
      }
    }
  };
  meter.addBatchObservableCallback(observe, observables);
  return {
    [Symbol.dispose]: () =>
      meter.removeBatchObservableCallback(observe, observables),
  };
}

function instrumentOf(
  meter: Meter,
  { help, name, type, unit }: MetricFamily,
): Observable | undefined {
  const options = { description: help, unit: unit ?? "1" };
  switch (type) {
    case "counter":
      return meter.createObservableCounter(name, options);
    case "gauge":
      return meter.createObservableGauge(name, options);
    case "histogram":
      // These cannot be asked for: see Durations.
      return undefined;
  }
}

/** Records each duration as it comes to be. */
class Durations {
  readonly #calls: Histogram;
  readonly #answers: Histogram;
  readonly #operations: Histogram;

  constructor(meter: Meter) {
    const histogram = (name: string, description: string) =>
      meter.createHistogram(name, {
        description,
        unit: "s",
        advice: { explicitBucketBoundaries: [...BUCKET_BOUNDS] },
      });
    this.#calls = histogram(
      "rpc.client.call.duration",
      "What calls took that this end made.",
    );
    this.#answers = histogram(
      "rpc.server.call.duration",
      "What calls took that this end answered.",
    );
    this.#operations = histogram(
      "rpcbench.operation.duration",
      "What operations of the program took.",
    );
  }

  record({ errorKind, operation, origin, seconds }: EndedOperation): void {
    const failure: Attributes = errorKind === undefined
      ? {}
      : { "error.type": errorKind };
    if (origin.kind === "program") {
      this.#operations.record(seconds, {
        "rpcbench.operation.name": operation,
        ...failure,
      });
      return;
    }
    const attributes: Attributes = {
      "rpc.system.name": "rpcbench",
      "rpc.method": origin.method,
      ...failure,
    };
    if (origin.kind === "call") {
      const server = peerAttributes("server", origin.peer);
      this.#calls.record(seconds, { ...attributes, ...server });
    } else {
      // There may be any number of clients, and so of series.
      this.#answers.record(seconds, attributes);
    }
  }
}
