import {
  type FloorResult,
  type ResultDocument,
  type ServerResult,
  serverResults,
} from "../result_document.ts";
import { mergeFloors } from "./merge_floors.ts";
import { mergeResults } from "./merge_results.ts";
import { type SweepSettings, sweepSettings } from "./sweep_options.ts";
import { sweepSteps } from "./sweep_step.ts";

/**
 * The result document of a whole sweep, of those of its steps in any order: each
 * server with its answers to all questions, warnings once each. It began with the
 * first step and lasted as long as all together.
 *
 * Its floor is the best that any of the documents has, value by value: the floor
 * is what the machine can do, and each measuring of it can only miss that.
 *
 * @throws {RangeError} if there are no documents, or one is not of a sweep.
 *
 * @example Merge the steps of one server
 * ```ts
 * import {
 *   measureSweep,
 *   mergeSweep,
 *   QUICK_SWEEP_SCALE,
 * } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const options = {
 *   servers: ["rpc_threaded"],
 *   payloadSizes: [],
 *   clientCounts: [1],
 *   scale: { ...QUICK_SWEEP_SCALE, warmupRequests: 10 },
 * } as const;
 * const steps = await Array.fromAsync(measureSweep(options));
 * const study = mergeSweep(options, steps);
 * assertEquals(Object.keys(study), ["meta", "rpc_threaded"]);
 * ```
 */
export function mergeSweep(
  settings: Partial<SweepSettings>,
  documents: readonly ResultDocument[],
): ResultDocument {
  const complete = sweepSettings(settings);
  const order = sweepSteps(complete).map(({ name }) => name);
  const inOrder = documents.toSorted((a, b) =>
    a.meta.started_at.localeCompare(b.meta.started_at)
  );
  const [first] = inOrder;
  if (first === undefined) {
    throw new RangeError("documents is empty; it takes at least one");
  }
  const records = inOrder.map(({ meta: { sweep } }) => {
    if (sweep !== undefined) return sweep;
    throw new RangeError("documents hold one that is not of a sweep");
  });
  const steps = records.flatMap(({ steps }) => steps);
  const completed = steps.filter((step) => step.completed);
  const left = order.length - completed.length;
  const failures = left === 0 ? [] : [
    `${left} of ${order.length} steps are not measured: the study is not ` +
    "complete",
  ];
  const floor = floorOf(documents);
  return {
    meta: {
      ...first.meta,
      duration: steps.reduce((sum, { duration }) => sum + duration, 0),
      config: { ...complete },
      ...floor && { floor },
      sweep: { ...records.at(-1), steps },
      warnings: [
        ...new Set(documents.flatMap(({ meta }) => meta.warnings)),
        ...failures,
      ],
      ...left === 0 ? {} : { failures },
    },
    ...Object.fromEntries(resultsOf(documents, complete)),
  };
}

function floorOf(
  documents: readonly ResultDocument[],
): FloorResult | undefined {
  const floors = documents.flatMap(({ meta: { floor } }) => floor ?? []);
  return floors.length === 0 ? undefined : floors.reduce(mergeFloors);
}

/** The results of all servers, in the order of the sweep. */
function resultsOf(
  documents: readonly ResultDocument[],
  settings: SweepSettings,
): Map<string, ServerResult> {
  const keys = sweepSteps(settings).map(({ subject }) => subject.key);
  const merged = new Map<string, ServerResult>();
  for (const key of new Set(keys)) {
    const results = documents.flatMap((document) =>
      serverResults(document).get(key) ?? []
    );
    if (results.length > 0) merged.set(key, results.reduce(mergeResults));
  }
  return merged;
}
