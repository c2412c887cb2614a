import type { EventLoopDelay, ProcessProfile } from "../../servers/mod.ts";
import { codePlace, functionKey } from "./_code_places.ts";
import {
  type CpuNode,
  CpuProfile,
  type CpuSample,
  type ProcessActivity,
} from "./cpu_profile.ts";
import type { CodePlace } from "./function_time.ts";

/** What a process did in a short time. */
export interface ActivityResult {
  /** Which process. */
  readonly pid: number;
  /** What it mostly did. */
  readonly mostly: ProcessActivity;
  /** Seconds in which nothing ran. */
  readonly idle: number;
  /** Seconds in which V8 collected garbage. */
  readonly garbage_collection: number;
  /** Seconds in which anything else ran. */
  readonly running: number;
  /** The function that ran for longest, and for how many seconds; absent if none did. */
  readonly function?: CodePlace & { readonly self: number };
  /** The longest that the event loop was late then, in seconds; absent if it never was among the worst. */
  readonly event_loop_delay?: number;
}

/**
 * Tells what a process did at a time, as when a call took long: from its
 * profile's samples, and from when its event loop turned late.
 *
 * It is as exact as the samples are close, and as `accuracy` of the profile's
 * clock, 1 or 2 ms; both ends of a window should leave as much room.
 */
export class ActivityLog {
  readonly #pid: number;
  readonly #samples: readonly CpuSample[];
  readonly #delays: readonly EventLoopDelay[];

  /** Reads a profile. */
  constructor(profile: ProcessProfile) {
    this.#pid = profile.pid;
    this.#samples = new CpuProfile(profile).samples;
    this.#delays = profile.event_loop.largest;
  }

  /** What the process did from one moment to another, in seconds on the machine's clock. */
  between(from: number, to: number): ActivityResult {
    const seconds = { idle: 0, garbage_collection: 0, running: 0 };
    const functions = new Map<string, { node: CpuNode; self: number }>();
    for (let i = this.#firstUntil(from); i < this.#samples.length; i++) {
      const { at, until, node } = this.#samples[i];
      if (at >= to) break;
      const self = Math.min(until, to) - Math.max(at, from);
      seconds[node.activity] += self;
      if (node.activity !== "running") continue;
      const key = functionKey(node.frame);
      const sum = functions.get(key)?.self ?? 0;
      functions.set(key, { node, self: sum + self });
    }
    const [longest] = [...functions.values()].sort((a, b) => b.self - a.self);
    return {
      pid: this.#pid,
      mostly: mostOf(seconds),
      ...seconds,
      ...longest === undefined ? {} : {
        function: { ...codePlace(longest.node.frame), self: longest.self },
      },
      ...this.#delayBetween(from, to),
    };
  }

  /** The index of the first sample that lasts until after a moment. */
  #firstUntil(moment: number): number {
    let low = 0;
    let high = this.#samples.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#samples[middle].until > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #delayBetween(
    from: number,
    to: number,
  ): Pick<ActivityResult, "event_loop_delay"> {
    const delays = this.#delays
      .filter(({ at, delay }) => at > from && at - delay < to)
      .map(({ delay }) => delay);
    return delays.length === 0 ? {} : { event_loop_delay: Math.max(...delays) };
  }
}

function mostOf(
  { idle, garbage_collection, running }: Record<ProcessActivity, number>,
): ProcessActivity {
  if (garbage_collection > running && garbage_collection > idle) {
    return "garbage_collection";
  }
  return running > idle ? "running" : "idle";
}
