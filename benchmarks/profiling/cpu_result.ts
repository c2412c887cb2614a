import {
  amountsByOrigin,
  type CallFrame,
  codePlace,
  functionKey,
} from "./_code_places.ts";
import { callTree } from "./call_tree.ts";
import { type CpuNode, CpuProfile } from "./cpu_profile.ts";
import type { CpuResult, FunctionTime, OriginTime } from "./function_time.ts";

/** So many functions are told of, by self and by total time. */
const MOST_FUNCTIONS = 20;

/** Seconds of one function. */
interface Times {
  readonly frame: CallFrame;
  self: number;
  total: number;
}

/**
 * Where the CPU time of some processes went, together.
 *
 * Seconds in a function itself are those of the samples that found it running,
 * each until the next sample; in total, those of the samples that found it
 * anywhere on the stack. Shares are of the time in which V8 was not idle.
 */
export function cpuResult(profiles: readonly CpuProfile[]): CpuResult {
  const samples = profiles.flatMap(({ samples }) => samples);
  const duration = secondsOf(samples);
  const busy = secondsOf(
    samples.filter(({ node }) => node.activity !== "idle"),
  );
  const seconds = busySecondsByNode(profiles);
  const times = [...functionTimes(seconds).values()]
    .map(({ frame, self, total }): FunctionTime => ({
      ...codePlace(frame),
      self,
      total,
      self_share: share(self, busy),
      total_share: share(total, busy),
    }));
  return {
    duration,
    busy,
    samples: samples.length,
    interval: share(duration, samples.length),
    by_self: most(times.filter(({ self }) => self > 0), ({ self }) => self),
    by_total: most(times, ({ total }) => total),
    by_origin: originTimes(times, busy),
    call_tree: callTree(seconds),
  };
}

function secondsOf(
  samples: readonly { readonly at: number; readonly until: number }[],
): number {
  return samples.reduce((sum, { at, until }) => sum + until - at, 0);
}

function functionTimes(
  secondsByNode: ReadonlyMap<CpuNode, number>,
): Map<string, Times> {
  const times = new Map<string, Times>();
  for (const [node, seconds] of secondsByNode) {
    const seen = new Set<Times>();
    for (const { frame } of CpuProfile.stack(node)) {
      const key = functionKey(frame);
      const time = times.get(key) ?? { frame, self: 0, total: 0 };
      times.set(key, time);
      // The first one is the function that ran.
      if (seen.size === 0) time.self += seconds;
      // One that called itself is on the stack twice.
      if (!seen.has(time)) time.total += seconds;
      seen.add(time);
    }
  }
  return times;
}

function busySecondsByNode(
  profiles: readonly CpuProfile[],
): Map<CpuNode, number> {
  const seconds = new Map<CpuNode, number>();
  for (const { samples } of profiles) {
    for (const { node, at, until } of samples) {
      if (node.activity === "idle") continue;
      seconds.set(node, (seconds.get(node) ?? 0) + until - at);
    }
  }
  return seconds;
}

function originTimes(
  times: readonly FunctionTime[],
  busy: number,
): OriginTime[] {
  return amountsByOrigin(times, ({ self }) => self)
    .filter(({ amount }) => amount > 0)
    .map(({ origin, amount: self }) => ({
      origin,
      self,
      share: share(self, busy),
    }));
}

function most(
  times: readonly FunctionTime[],
  by: (time: FunctionTime) => number,
): FunctionTime[] {
  return times.toSorted((a, b) => by(b) - by(a)).slice(0, MOST_FUNCTIONS);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
