import { counted } from "../../units/counted.ts";
import { formatPercent } from "../../units/units.ts";
import type {
  ComparedMetric,
  ComparedValue,
  DocumentComparison,
} from "../../verdicts/comparison/document_comparison.ts";

/** So many names are listed; of more, how many they are. */
const MOST_LISTED = 5;
/** With fewer runs than this, chance alone makes large differences. */
const ENOUGH_RUNS = 5;
/** Floors that differ by less are as good as the same. */
const SAME_FLOOR = 0.05;

/** What the parts of a floor are called. */
const FLOOR_NAMES: Readonly<Record<string, string>> = {
  "floor.latency.median": "round trip",
  "floor.throughput": "throughput",
  "floor.bandwidth": "bandwidth",
};

/** What the next side lacks: no verdict makes up for it. */
export function lossLines(
  { lost, metrics, next: side }: DocumentComparison,
  next: string,
): string[] {
  const measured = new Set(metrics.map(({ server }) => server));
  const servers = [...Map.groupBy(lost, ({ server }) => server)];
  return [
    ...servers.map(([server, names]) =>
      measured.has(server)
        ? `LOST: of ${server}, ${next} lacks ${
          listed(names.map(({ path }) => path))
        }.`
        : `LOST: ${next} has nothing of ${server}.`
    ),
    ...side.incompleteness.map((reason) =>
      `${next} is NOT COMPLETE: ${reason}`
    ),
  ];
}

/** What to know before believing a comparison. */
export function caveatLines(
  comparison: DocumentComparison,
  base: string,
): string[] {
  const { added, differences, floors, metrics, run_spread } = comparison;
  return [
    ...comparison.base.incompleteness.map((reason) =>
      `${base} is not complete: ${reason}`
    ),
    ...differences.length === 0 ? [] : [
      `They were not measured alike: ${
        listed(
          differences.map(({ base, next, what }) =>
            `${what} was ${base} and is ${next}`
          ),
        )
      }.`,
    ],
    ...floorLine(floors),
    ...run_spread === undefined
      ? fewRunsLine(comparison)
      : [singleRunsLine(run_spread, metrics)],
    ...added.length === 0 ? [] : [
      `New: ${listed(added.map(({ path, server }) => `${server} ${path}`))}.`,
    ],
  ];
}

/** What one run on each side cannot tell. */
function singleRunsLine(
  spread: number,
  metrics: readonly ComparedMetric[],
): string {
  const hidden = metrics.filter(({ reason }) => reason === "within_run_spread");
  const taken = hidden.length === 0
    ? ""
    : `, so that ${counted(hidden.length, "change")} counted as none`;
  return `One run on each side does not tell how runs differ from each other; here, ${
    formatPercent(spread)
  } is taken for that${taken}. Several runs of each tell more, as does rpcbench ab.`;
}

/** What a few runs cannot tell. */
function fewRunsLine({ base, next }: DocumentComparison): string[] {
  const before = base.started_at.length;
  const after = next.started_at.length;
  if (Math.min(before, after) >= ENOUGH_RUNS) return [];
  return [
    `So few runs (${before} and ${after}) tell only of large changes; ${ENOUGH_RUNS} of each tell more, as does rpcbench ab.`,
  ];
}

/** How much slower or faster the machine was, whatever was measured on it. */
function floorLine(floors: readonly ComparedValue[]): string[] {
  const moved = floors.flatMap(({ base, better, next, path }) => {
    const times = better === "less" ? next / base : base / next;
    if (Math.max(times, 1 / times) < 1 + SAME_FLOOR) return [];
    const change = formatPercent(Math.abs(next / base - 1));
    const direction = next > base ? "more" : "less";
    return [
      `${FLOOR_NAMES[path]} ${change} ${direction} (${
        times > 1 ? "slower" : "faster"
      })`,
    ];
  });
  return moved.length === 0
    ? []
    : [`The machine was not equally fast: its floor has ${moved.join(", ")}.`];
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_LISTED;
  return [
    ...names.slice(0, MOST_LISTED),
    ...more > 0 ? [`and ${more} more`] : [],
  ].join(", ");
}
