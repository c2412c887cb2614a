import { ThisProcess } from "../../servers/mod.ts";
import { type AnsweredRequest, LoadGenerator } from "../load/mod.ts";
import { checkForLeaks } from "../profiling/check_for_leaks.ts";
import type { ProfileResult } from "../profiling/profile_result.ts";
import type {
  ActivityOfSides,
  ProfiledRun,
} from "../profiling/profiled_run.ts";
import { Profiling } from "../profiling/profiling.ts";
import { planOf } from "./measure_case.ts";
import type {
  CaseGroup,
  CaseParameters,
  ScenarioCase,
  ScenarioName,
} from "./scenario_case.ts";
import type { RunningServer } from "./scenario_server.ts";
import { analyzeTail, type Outlier, timedRequests } from "./tail_analysis.ts";

/** Seconds that a profiled iteration lasts at most: it has its samples by then. */
const LONGEST_ITERATION = 10;
/** Requests between two readings of the memory: of each, a kilobyte would show. */
const REQUESTS_PER_READING = 200;

/** Seconds that start, end and leak check of a profile take. */
const SECONDS_AROUND = 2;

/** A slow request, and what both ends did while it waited. */
export interface ExplainedOutlier extends Outlier {
  /** What both ends did from when it was due to its answer. */
  readonly activity: ActivityOfSides;
}

/**
 * Where time and memory went in a case, in an iteration of its own: what is
 * profiled is slower, and counts in no other result.
 */
export interface CaseProfile extends ProfileResult {
  /** The scenario that asked. */
  readonly scenario: ScenarioName;
  /** The question that it is part of. */
  readonly group: CaseGroup;
  /** What sets the case apart. */
  readonly parameters: CaseParameters;
  /** The slowest requests of the profiled iteration, the slowest first. */
  readonly outliers: readonly ExplainedOutlier[];
}

/** How a case is profiled. */
export interface ProfileCaseOptions {
  /** Where the profiles' files go. Default: there are none. */
  readonly folder?: string;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/** Profiles both ends of one more iteration of a case, and then looks for leaks. */
export async function profileCase(
  testCase: ScenarioCase,
  { server, target }: RunningServer,
  { folder, signal }: ProfileCaseOptions,
): Promise<CaseProfile> {
  const { group, parameters, scenario } = testCase;
  await using generator = await LoadGenerator.start({
    target: await target(parameters),
    connections: parameters.clients,
  });
  const requests: AnsweredRequest[] = [];
  await using profiling = await Profiling.start({
    name: `${scenario} ${testCase.server}`,
    server,
  });
  await generator.run({
    ...planOf(testCase, LONGEST_ITERATION),
    signal,
    onAnswer: (request) => requests.push(request),
  });
  const run = await profiling.stop();
  if (folder !== undefined) await run.writeFiles(folder);
  const outliers = explain(requests, run);
  requests.length = 0;
  await using client = new ThisProcess();
  const leak_check = await checkForLeaks({ client, server }, async () => {
    await generator.run({ requests: REQUESTS_PER_READING, signal });
  });
  return {
    ...run.toJSON(),
    leak_check,
    scenario,
    group,
    parameters,
    outliers,
  };
}

/** About how many seconds a profile takes. */
export function secondsToProfile({ length }: ScenarioCase): number {
  return Math.min(length.duration, LONGEST_ITERATION) + SECONDS_AROUND;
}

/** What both ends did at each outlier. */
function explain(
  requests: readonly AnsweredRequest[],
  run: ProfiledRun,
): ExplainedOutlier[] {
  if (requests.length === 0) return [];
  const start = Math.min(...requests.map(({ due }) => due));
  return analyzeTail(timedRequests(requests)).outliers.map((outlier) => {
    const due = start + outlier.time;
    const activity = run.activityBetween(
      1000 * due,
      1000 * (due + outlier.response_time),
    );
    return { ...outlier, activity };
  });
}
