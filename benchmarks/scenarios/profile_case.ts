import { EMPTY_TABLES, sumOfTables, ThisProcess } from "../../servers/mod.ts";
import {
  type AnsweredRequest,
  LoadGenerator,
  type LoadResult,
  type Target,
  type TargetConnection,
} from "../load/mod.ts";
import { checkForLeaks } from "../profiling/check_for_leaks.ts";
import type { ProfileResult } from "../profiling/profile_result.ts";
import type {
  ActivityOfSides,
  ProfiledRun,
} from "../profiling/profiled_run.ts";
import { Profiling } from "../profiling/profiling.ts";
import { LONGEST_WARM_UP, planOf } from "./measure_case.ts";
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

/**
 * Profiles both ends of one more iteration of a case, and then looks for leaks.
 *
 * @throws the signal's reason if it is interrupted: half of a profile, or of a
 * leak check, says nothing.
 */
export async function profileCase(
  testCase: ScenarioCase,
  running: RunningServer,
  { folder, signal }: ProfileCaseOptions,
): Promise<CaseProfile> {
  const { group, scenario } = testCase;
  const parameters = parametersOf(testCase);
  const { server } = running;
  const target = await running.target(parameters);
  const connections: TargetConnection[] = [];
  await using generator = await LoadGenerator.start({
    target: observe(target, connections),
    connections: parameters.clients,
    signal,
  });
  await generator.run({ ...planOf(testCase, LONGEST_WARM_UP), signal });
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
  signal.throwIfAborted();
  if (folder !== undefined) await run.writeFiles(folder);
  const outliers = explain(requests, run);
  requests.length = 0;
  await using client = new ThisProcess(() =>
    sumOfTables(connections.map(({ tables = EMPTY_TABLES }) => tables))
  );
  const leak_check = await checkForLeaks({ client, server }, async () => {
    // One that came and went may leave something behind, too.
    await using _connection = await target.connect(signal);
    const measurement = await generator.run({
      requests: REQUESTS_PER_READING,
      signal,
    });
    signal.throwIfAborted();
    requireAnswers(measurement.toResult());
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

/** Of a process per connection, each is like the others: two tell enough. */
function parametersOf({ parameters, server }: ScenarioCase): CaseParameters {
  return server === "rpc_forking"
    ? { ...parameters, clients: Math.min(2, parameters.clients) }
    : parameters;
}

/** About how many seconds a profile takes. */
export function secondsToProfile({ length }: ScenarioCase): number {
  return Math.min(length.duration, LONGEST_WARM_UP) +
    Math.min(length.duration, LONGEST_ITERATION) + SECONDS_AROUND;
}

/** A target that keeps the connections that were made to it. */
function observe(target: Target, connections: TargetConnection[]): Target {
  return {
    mostInFlight: target.mostInFlight,
    async connect(signal) {
      const connection = await target.connect(signal);
      connections.push(connection);
      return connection;
    },
  };
}

/** Work that failed has not shown that nothing leaks. */
function requireAnswers({ errors, failed_requests }: LoadResult): void {
  if (failed_requests === 0) return;
  const reasons = errors.map(({ kind }) => kind).join(", ");
  throw new Error(
    `${failed_requests} requests of the leak check failed: ${reasons}`,
  );
}

/** What both ends did at each outlier. */
function explain(
  requests: readonly AnsweredRequest[],
  run: ProfiledRun,
): ExplainedOutlier[] {
  if (requests.length === 0) return [];
  const start = requests.reduce(
    (least, { due }) => Math.min(least, due),
    Infinity,
  );
  return analyzeTail(timedRequests(requests)).outliers.map((outlier) => {
    const due = start + outlier.time;
    const activity = run.activityBetween(
      1000 * due,
      1000 * (due + outlier.response_time),
    );
    return { ...outlier, activity };
  });
}
