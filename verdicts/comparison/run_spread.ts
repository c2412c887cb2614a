import { median } from "../../benchmarks/statistics.ts";
import type { ComparedValue } from "./document_comparison.ts";

/**
 * Runs of the same on one machine may differ by so much, whatever their own samples
 * say: where memory lies, when code is compiled and what else the machine does is
 * settled anew in each (Kalibera and Jones, "Rigorous Benchmarking in Reasonable
 * Time", International Symposium on Memory Management, 2013).
 */
const USUAL_SPREAD = 0.1;

/** Fewer changes do not tell how they scatter. */
const LEAST_CHANGES = 10;

/** Of normally distributed values, so many times their median distance is the standard deviation. */
const DEVIATION = 1.4826;

/** What is further off than so many standard deviations is hardly ever chance. */
const DEVIATIONS = 2;

/**
 * How much one run on each side may differ without any change, as a part of the
 * lesser value. One run cannot tell, but there are two signs of it: the floor, which
 * is the same code in both runs, and the scatter of all other metrics, of which a
 * change of a server moves some, and the machine's moods all, each in its own way.
 * The worst of these, and no less than is usual.
 */
export function runSpreadOf(
  floors: readonly ComparedValue[],
  metrics: readonly ComparedValue[],
): number {
  return Math.expm1(Math.max(
    Math.log1p(USUAL_SPREAD),
    ...floors.flatMap(logChange).map(Math.abs),
    DEVIATIONS * scatterOf(metrics),
  ));
}

/**
 * The standard deviation of the logarithms of changes, around the middle one of each
 * server: by the median, so that changes of less than half of them do not count.
 */
function scatterOf(metrics: readonly ComparedValue[]): number {
  const servers = Map.groupBy(
    metrics.filter(({ unit }) => unit !== "share"),
    ({ server }) => server,
  );
  const distances = [...servers.values()].flatMap((ofServer) => {
    const changes = ofServer.flatMap(logChange);
    if (changes.length === 0) return [];
    const middle = median(changes);
    return changes.map((change) => Math.abs(change - middle));
  });
  return distances.length < LEAST_CHANGES ? 0 : DEVIATION * median(distances);
}

/** So that twice as slow and half as fast are the same; none of what is 0. */
function logChange({ base, better, next }: ComparedValue): number[] {
  if (!(base > 0 && next > 0)) return [];
  const slower = Math.log(next) - Math.log(base);
  return [better === "less" ? slower : -slower];
}
