import type {
  BandwidthOfSize,
  FloorResult,
  LatencyOfSize,
} from "../result_document.ts";
import type { Summary } from "../statistics.ts";
import { withoutUndefined } from "../_without_undefined.ts";
import { mergeSeries } from "./merge_results.ts";

/** The better of two floors, value by value: each was measured, so each was possible. */
export function mergeFloors(one: FloorResult, other: FloorResult): FloorResult {
  return withoutUndefined({
    ...one,
    latency: faster(one.latency, other.latency),
    throughput: Math.max(one.throughput, other.throughput),
    bandwidth: Math.max(one.bandwidth, other.bandwidth),
    bandwidth_discarded: Math.max(
      one.bandwidth_discarded,
      other.bandwidth_discarded,
    ),
    latency_by_size: mergeSeries<LatencyOfSize>(
      one.latency_by_size,
      other.latency_by_size,
      ({ size }) => size,
      (one, other) => ({
        ...one,
        latency: faster(one.latency, other.latency),
      }),
    ),
    bandwidth_by_size: mergeSeries<BandwidthOfSize>(
      one.bandwidth_by_size,
      other.bandwidth_by_size,
      ({ size }) => size,
      (one, other) =>
        withoutUndefined({
          ...one,
          upload: broader(one.upload, other.upload),
          download: broader(one.download, other.download),
        }),
    ),
    concurrent_scaling: mergeSeries(
      one.concurrent_scaling,
      other.concurrent_scaling,
      ({ connections }) => connections,
      (one, other) => one.throughput < other.throughput ? other : one,
    ),
  });
}

/** Of two summaries of seconds, that with the lesser median. */
function faster(one: Summary, other: Summary): Summary {
  return other.median < one.median ? other : one;
}

/** Of two summaries of bytes per second, that with the greater median. */
function broader(
  one: Summary | undefined,
  other: Summary | undefined,
): Summary | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.median < other.median ? other : one;
}
