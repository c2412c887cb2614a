import type { EventLoopDelays } from "./event_loop_watch.ts";
import type {
  ProcessProfile,
  ProcessState,
  ProfileSettings,
} from "./process_profile.ts";
import type { ThisProcess } from "./this_process.ts";
import { messageOf } from "../../rpc/message_of.ts";

/** What can be asked of a process while it runs. */
export type Question =
  | { readonly kind: "start_profile"; readonly settings: ProfileSettings }
  | { readonly kind: "stop_profile" }
  /** Who asks may ask for several watches, and names each. */
  | { readonly kind: "start_watch"; readonly watch: string }
  | { readonly kind: "stop_watch"; readonly watch: string }
  | { readonly kind: "state"; readonly collectGarbage: boolean };

/** What a process answers. */
export type Answer =
  | { readonly kind: "profile_started" }
  | { readonly kind: "profile"; readonly profile: ProcessProfile }
  /** It started after the profile did. */
  | { readonly kind: "not_profiled" }
  | { readonly kind: "watch_started" }
  | { readonly kind: "event_loop"; readonly delays: EventLoopDelays }
  /** It started after the watch did. */
  | { readonly kind: "not_watched" }
  | { readonly kind: "state"; readonly state: ProcessState }
  | { readonly kind: "failed"; readonly reason: string };

/** Answers for this process; never rejects. */
export async function answerQuestion(
  question: Question,
  process: ThisProcess,
): Promise<Answer> {
  try {
    switch (question.kind) {
      case "start_profile":
        await process.startProfile(question.settings);
        return { kind: "profile_started" };
      case "stop_profile": {
        if (!process.isProfiled) return { kind: "not_profiled" };
        const [profile] = await process.stopProfile();
        return { kind: "profile", profile };
      }
      case "start_watch":
        process.startWatch(question.watch);
        return { kind: "watch_started" };
      case "stop_watch": {
        const delays = process.stopWatch(question.watch);
        return delays === undefined
          ? { kind: "not_watched" }
          : { kind: "event_loop", delays };
      }
      case "state": {
        const [state] = await process.state(question);
        return { kind: "state", state };
      }
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      return { kind: "failed", reason: "it takes `inspectable: true`" };
    }
    const reason = messageOf(error);
    return { kind: "failed", reason };
  }
}
