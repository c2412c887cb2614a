import { LatencyBenchmark } from "./latency_benchmark.ts";

/** Measures the latency of HTTP by the lean client, beside that by `fetch`. */
export class LeanLatencyBenchmark<Connection>
  extends LatencyBenchmark<Connection> {
  /** Records apart from the latency that an application sees. */
  protected override record(seconds: number): void {
    this.metrics.addLeanLatency(seconds);
  }
}
