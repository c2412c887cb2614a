/**
 * The metrics of a result document: its numbers, one by one, by the names that
 * reports, budgets and comparisons know them by.
 *
 * @module
 */
export {
  type Better,
  type JudgedMetric,
  judgedMetricsOf,
  type MetricBasis,
} from "./judged_metrics.ts";
export { type MetricFigure, metricFigure } from "./metric_figure.ts";
export { type Metric, metricsOf } from "./metrics.ts";
export { METRIC_UNITS, type MetricUnit } from "./metric_units.ts";
export { unitOfPath } from "./unit_of_path.ts";
