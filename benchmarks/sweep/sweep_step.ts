import type { ScenarioServer } from "../scenarios/mod.ts";
import type {
  RemoteAddress,
  SweepScale,
  SweepSettings,
} from "./sweep_options.ts";
import {
  questionName,
  questionTitle,
  type SweepQuestion,
  sweepQuestions,
} from "./sweep_question.ts";

/** Who is asked in a sweep. */
export type SweepSubject =
  /** The machine itself: what it can do at best. */
  | { readonly kind: "floor"; readonly key: "floor" }
  /** One that the sweep starts. */
  | { readonly kind: "local"; readonly key: ScenarioServer }
  /** One that runs elsewhere. */
  | {
    readonly kind: "remote";
    readonly key: string;
    readonly address: RemoteAddress;
  };

/** What the machine can do at best is asked like any server. */
export const FLOOR: SweepSubject = { kind: "floor", key: "floor" };

/** One question to one server. */
export interface SweepStep {
  /** Tells it from the others: `"rpc_threaded-latency_by_size-1024"`. */
  readonly name: string;
  /** What it is about, in words: `"rpc_threaded: latency of 1 KiB"`. */
  readonly title: string;
  /** Who is asked. */
  readonly subject: SweepSubject;
  /** What is asked. */
  readonly question: SweepQuestion;
}

/**
 * The steps of a sweep in their order: each question goes to all servers, one after
 * another, so that what the machine does at the time is the same for all.
 */
export function sweepSteps(settings: SweepSettings): SweepStep[] {
  const subjects = subjectsOf(settings);
  return sweepQuestions(settings).flatMap((question) =>
    subjects.map((subject) => ({
      name: `${subject.key}-${questionName(question)}`,
      title: `${subject.key}: ${questionTitle(question)}`,
      subject,
      question,
    }))
  );
}

/** The servers, each with a key of its own. */
function subjectsOf({ remotes, servers }: SweepSettings): SweepSubject[] {
  return [
    ...servers.map((key) => ({ kind: "local", key }) as const),
    ...remotes.map((address, i) => {
      const before = remotes.slice(0, i)
        .filter(({ protocol }) => protocol === address.protocol).length;
      const number = before === 0 ? "" : `_${before + 1}`;
      const key = `${address.protocol}_remote${number}`;
      return { kind: "remote", key, address } as const;
    }),
  ];
}

/** About how many seconds an answer takes, on a machine that is not fast. */
export function secondsToMeasure(
  key: string,
  question: SweepQuestion,
  scale: SweepScale,
): number {
  const toConnect = key === "rpc_forking" ? 0.06 : 0.003;
  const perRequest = key === "http_threaded" ? 0.0006 : 0.0002;
  const perByte = 10e-9;
  switch (question.kind) {
    case "connection_time":
      return scale.connections * toConnect;
    case "latency":
      return 1 + scale.requests * perRequest;
    case "latency_by_size":
      return 1 + requestsOf(question.size, scale) *
          (perRequest + 2 * question.size * perByte);
    case "bandwidth_by_size":
      return 0.1 + transfersOf(question.size, scale) * 2 *
          (perRequest + question.size * perByte);
    case "concurrent_scaling":
      return 1 + question.clients * toConnect +
        scale.concurrentRequests * perRequest / 2;
  }
}

/** How many requests with a payload are made. */
export function requestsOf(size: number, scale: SweepScale): number {
  return timesOf(size, scale.requestsBySize, scale);
}

/** How many transfers are made, each way. */
export function transfersOf(size: number, scale: SweepScale): number {
  return timesOf(size, scale.transfersBySize, scale);
}

/** However large a payload is, a spread takes some values. */
const LEAST_TIMES = 10;

function timesOf(
  size: number,
  most: number,
  { bytesBySize }: SweepScale,
): number {
  const affordable = Math.ceil(bytesBySize / size);
  return Math.min(most, Math.max(LEAST_TIMES, affordable));
}
