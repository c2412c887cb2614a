import type { MonitoredOperations } from "../operations/_monitored_operations.ts";
import type { Labels, MetricFamily } from "./metric_family.ts";

/** The metrics of a monitor: of each of its operations, and of its writing. */
export function operationMetrics(
  operations: MonitoredOperations,
  { labels, failedWrites }: {
    readonly labels: Labels;
    readonly failedWrites: number;
  },
): MetricFamily[] {
  const all = Array.from(operations, (operation) => ({
    operation,
    labels: { ...labels, operation: operation.name },
  }));
  return [
    {
      name: "rpcbench.operation.requests",
      help: "Operations that have ended, failed ones included.",
      type: "counter",
      samples: all.map(({ labels, operation }) => ({
        labels,
        value: operation.total,
      })),
    },
    {
      name: "rpcbench.operation.failures",
      help: "Operations that have failed, by kind.",
      type: "counter",
      samples: all.flatMap(({ labels, operation }) =>
        operation.failures.counts().map(({ kind, count }) => ({
          labels: { ...labels, kind },
          value: count,
        }))
      ),
    },
    {
      name: "rpcbench.operation.in_flight",
      help: "Operations that are under way.",
      type: "gauge",
      samples: all.map(({ labels, operation }) => ({
        labels,
        value: operation.underWay,
      })),
    },
    {
      name: "rpcbench.operation.latency",
      help: "What operations took that ended well.",
      unit: "s",
      type: "histogram",
      samples: all.map(({ labels, operation: { buckets } }) => ({
        labels,
        buckets: buckets.cumulative(),
        sum: buckets.sum,
      })),
    },
    {
      name: "rpcbench.monitor.failed_writes",
      help: "How often the monitor's file could not be written.",
      type: "counter",
      samples: [{ labels, value: failedWrites }],
    },
  ];
}
