import type { WatchOutcome, WatchState } from "../watchdog/watch_state.ts";
import type { WatchdogAlert } from "../watchdog/watchdog_alert.ts";
import type { MetricFamily, MetricSample } from "./metric_family.ts";

/** What a watchdog has counted. */
export interface WatchdogFigures {
  readonly name: string;
  readonly state: WatchState["state"];
  readonly checks: Readonly<Record<WatchOutcome["outcome"], number>>;
  readonly alerts: Readonly<Record<WatchdogAlert["event"], number>>;
  readonly lastOutcome: WatchOutcome | undefined;
  /** By hook. */
  readonly hookFailures: readonly number[];
}

const STATES: readonly WatchState["state"][] = [
  "learning",
  "healthy",
  "degraded",
  "unreachable",
];

/** The metrics of a watchdog. */
export function watchdogMetrics(figures: WatchdogFigures): MetricFamily[] {
  const { alerts, checks, hookFailures, lastOutcome, name, state } = figures;
  const sample = (
    labels: Readonly<Record<string, string>>,
    value: number,
  ): MetricSample => ({ labels: { watchdog: name, ...labels }, value });
  const judged = lastOutcome === undefined || lastOutcome.outcome === "failed"
    ? []
    : lastOutcome.judged;
  return [
    {
      name: "rpcbench.watchdog.state",
      help: "1 for the state that what is watched is in, 0 for the others.",
      type: "gauge",
      samples: STATES.map((it) => sample({ state: it }, it === state ? 1 : 0)),
    },
    {
      name: "rpcbench.watchdog.checks",
      help: "Checks, by what came of them.",
      type: "counter",
      samples: Object.entries(checks).map(([outcome, count]) =>
        sample({ outcome }, count)
      ),
    },
    {
      name: "rpcbench.watchdog.alerts",
      help: "Alerts, reminders included.",
      type: "counter",
      samples: Object.entries(alerts).map(([event, count]) =>
        sample({ event }, count)
      ),
    },
    {
      name: "rpcbench.watchdog.value",
      help: "What the last check measured, in the base unit of the metric.",
      type: "gauge",
      samples: judged.map(({ budget, path, value }) =>
        sample({ limit: budget, metric: path }, value)
      ),
    },
    {
      name: "rpcbench.watchdog.limit",
      help: "What that was held against.",
      type: "gauge",
      samples: judged.map(({ budget, limit, path }) =>
        sample({ limit: budget, metric: path }, limit)
      ),
    },
    {
      name: "rpcbench.watchdog.hook_failures",
      help: "How often a hook failed, by its number.",
      type: "counter",
      samples: hookFailures.map((count, i) =>
        sample({ hook: String(i + 1) }, count)
      ),
    },
  ];
}
